import { describe, expect, it } from 'vitest'
import { invitationLink } from './invitation-link.ts'

const mail = (to: string, token: string, page = 'invitation') => ({
  to,
  text: `You are invited.\n\nhttp://127.0.0.1:4400/${page}?token=${token}\n\nBye.\n`,
})
const token = 'abcdefghijklmnop-_123456'

describe('invitationLink', () => {
  it('finds the link of the newest mail to the address', () => {
    const mails = [
      mail('bo@example.com', 'x'.repeat(20)),
      mail('ana@example.com', token),
      mail('ana@example.com', 'y'.repeat(20)),
    ]
    expect(invitationLink(mails, 'ana@example.com')).toBe(`http://127.0.0.1:4400/invitation?token=${token}`)
  })
  it('gives nothing when the secret is hidden, even if an older mail has one that no longer works', () => {
    expect(invitationLink([mail('ana@example.com', '…'), mail('ana@example.com', token)], 'ana@example.com')).toBeNull()
  })
  it('does not take another kind of mail for it', () => {
    expect(invitationLink([mail('ana@example.com', token, 'reset-password')], 'ana@example.com')).toBeNull()
    expect(invitationLink([], 'ana@example.com')).toBeNull()
  })
})
