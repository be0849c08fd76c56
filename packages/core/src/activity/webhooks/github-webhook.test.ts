import { sign } from '@octokit/webhooks-methods'
import { describe, expect, it } from 'vitest'
import { verifyGithub } from './github-webhook.ts'

describe('the signature of a delivery', () => {
  const [now, next, body] = ['a secret of now', 'the next secret', Buffer.from('{"zen":"Speak like a human."}')]
  const headers = (signature: string) => ({
    ...{ 'x-hub-signature-256': signature, 'x-github-delivery': 'd1', 'x-github-event': 'ping' },
  })
  const check = async (secret: string, about = body) =>
    verifyGithub(about, headers(await sign(secret, body.toString())), [now, next])

  it('is good by either secret', async () => {
    for (const secret of [now, next]) expect(await check(secret)).toEqual({ deliveryId: 'd1', eventType: 'ping' })
  })

  it('is bad by another secret, for another body, or as no signature at all', async () => {
    expect(await check('a third secret')).toEqual({ refused: 'bad_signature' })
    expect(await check(now, Buffer.from(`${body} `))).toEqual({ refused: 'bad_signature' })
    for (const signature of ['sha256=', 'sha1=abc', 'x']) {
      expect(await verifyGithub(body, headers(signature), [now])).toEqual({ refused: 'bad_signature' })
    }
    expect(await verifyGithub(body, { 'x-github-event': 'ping' }, [now])).toEqual({ refused: 'missing_header' })
  })
})
