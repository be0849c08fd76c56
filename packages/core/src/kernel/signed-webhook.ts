import { timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { checkTimestamp, type WebhookHeaders, type WebhookRefusalReason } from './webhook-source.ts'

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Checks a signature as Standard Webhooks and Svix have it: HMAC-SHA256 of `id.timestamp.body`, base64, several of them
 * separated by spaces while a secret is replaced (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 * @param prefix of the headers' names: `webhook` or `svix`.
 * @returns the delivery's id.
 */
export function checkSignature(
  body: Buffer,
  headers: WebhookHeaders,
  prefix: 'webhook' | 'svix',
  secrets: readonly string[],
  now: Date,
): { id: string } | { refused: WebhookRefusalReason } {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(name => headers[`${prefix}-${name}`])
  if (!id || id.length > 200 || !timestamp || !signatures) return { refused: 'missing_header' }
  const mistimed = checkTimestamp(timestamp, now)
  if (mistimed) return { refused: mistimed }
  const sentAt = new Date(Number(timestamp) * 1_000)
  const given = signatures.split(' ').slice(0, 10)
  const isGenuine = secrets.some(secret => {
    const expected = new Webhook(secret).sign(id, sentAt, body)
    return given.some(signature => isEqual(signature, expected))
  })
  return isGenuine ? { id } : { refused: 'bad_signature' }
}
