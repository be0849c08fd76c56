import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { defineWebhook, type Verdict, type WebhookHeaders } from '../../kernel/index.ts'

/** The fields of a form as Twilio signs them: by name, each name followed by its value. */
const signedText = (url: string, form: URLSearchParams): string =>
  url +
  [...form.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(pair => pair.join(''))
    .join('')

/** `X-Twilio-Signature`: base64 of HMAC-SHA1 with the auth token (https://www.twilio.com/docs/usage/security). */
export const signTwilio = (token: string, url: string, form: URLSearchParams): string =>
  createHmac('sha1', token).update(signedText(url, form), 'utf8').digest('base64')

function isGenuine(signature: string, expected: string): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(expected)]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** Checks a delivery against the address that Twilio was given: this server's public one. It signs no time. */
export async function verifyTwilio(
  body: Buffer,
  headers: WebhookHeaders,
  secrets: readonly string[],
  _now: Date,
  url: string,
): Promise<Verdict> {
  const signature = headers['x-twilio-signature']
  if (!signature) return { refused: 'missing_header' }
  const form = new URLSearchParams(body.toString('utf8'))
  const verdicts = secrets.map(secret => isGenuine(signature, signTwilio(secret, url, form)))
  if (!verdicts.includes(true)) return { refused: 'bad_signature' }
  const sid = form.get('MessageSid') ?? form.get('SmsSid')
  if (!sid || !/^[A-Z]{2}[0-9a-f]{32}$/.test(sid)) return { refused: 'malformed' }
  const status = form.get('MessageStatus')
  // One message has many states, and comes in once. Ours says which delivery it is by the address that it is reported to.
  if (status && status !== 'received') {
    const own = z.guid().safeParse(new URL(url).searchParams.get('delivery')).data
    return { deliveryId: [sid, status, ...(own ? [own] : [])].join(':'), eventType: 'message.status' }
  }
  return form.get('From') ? { deliveryId: sid, eventType: 'message.received' } : { refused: 'malformed' }
}

/** WhatsApp and SMS. */
export const twilioWebhook = defineWebhook({
  source: 'twilio',
  setting: 'TWILIO_AUTH_TOKEN',
  contentTypes: ['application/x-www-form-urlencoded'],
  topics: ['/status'],
  verify: verifyTwilio,
  load: () => import('./apply-twilio.ts'),
})
