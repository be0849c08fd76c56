import { describe, expect, it } from 'vitest'
import { timelineLine } from './timeline-line.ts'

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null

describe('timelineLine', () => {
  it('says how long a visit was, and leads to it', () => {
    const data = { visitId: 'v_1', events: 7, seconds: 134, device: 'mobile', country: null }
    const line = timelineLine({ kind: 'visit', title: 'Visited', data })
    expect(plain(line.note)).toBe('7 events · 2 min 14 s · mobile')
    expect(line.target).toEqual({ kind: 'visit', id: 'v_1' })
  })
  it('shows a payment with its amount, red when it failed', () => {
    const data = { status: 'failed', amount: 1_999, currency: 'EUR' }
    expect(timelineLine({ kind: 'payment', title: 'Payment failed', data })).toMatchObject({
      title: 'Payment failed: €19.99',
      tone: 'red',
    })
  })
  it('says of a subscription when it began, and how it is now', () => {
    const data = { status: 'past_due', periodEnd: null }
    expect(timelineLine({ kind: 'subscription', title: 'Subscription began', data })).toMatchObject({
      ...{ title: 'Subscription began', note: 'now past due', tone: 'red' },
    })
  })
  it('says what work in a repository was about, and leads to its fact', () => {
    const about = { about: 'Pay faster', repository: 'acme/shop', additions: 1_200, deletions: 3, what: 'pr_merged' }
    const line = timelineLine({ kind: 'activity', title: 'Merged pull request #4', data: { factId: 'f_1', ...about } })
    expect(line).toEqual({
      ...{ title: 'Merged pull request #4', note: 'Pay faster · acme/shop · +1,200 −3', tone: 'green' },
      target: { kind: 'fact', id: 'f_1' },
    })
  })
  it('keeps the title of kinds that came later than this screen', () => {
    expect(timelineLine({ kind: 'essay', title: 'Handed in an essay', data: { id: 1 } })).toEqual({
      title: 'Handed in an essay',
      note: null,
      tone: 'neutral',
      target: null,
    })
  })
  it('does not fall over what is missing', () => {
    expect(timelineLine({ kind: 'visit', title: 'Visited', data: {} })).toMatchObject({ note: null, target: null })
    expect(timelineLine({ kind: 'payment', title: 'Payment', data: {} }).title).toBe('Payment: –')
  })
})
