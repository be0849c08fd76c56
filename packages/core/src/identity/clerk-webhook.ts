import { timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { checkTimestamp, parseJson, type Verdict, type WebhookHeaders } from '../kernel/index.ts'

/** Milliseconds since the epoch, as Clerk writes times. */
export const clerkTime = z.int().transform(milliseconds => new Date(milliseconds))

const envelope = z.object({
  type: z.string().min(1).max(200),
  /** When the event was sent; not when its object changed. */
  timestamp: clerkTime.optional().catch(undefined),
  data: z.record(z.string(), z.unknown()),
})

export type ClerkEvent = z.infer<typeof envelope>

/** @throws SyntaxError or ZodError when this is not an event of Clerk's. */
export const readClerkEvent = (body: Buffer): ClerkEvent => envelope.parse(parseJson(body))

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Checks the signature that Svix puts on Clerk's deliveries: HMAC-SHA256 of `id.timestamp.body`, base64, several of
 * them separated by spaces while a secret is replaced (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
export function verifyClerk(body: Buffer, headers: WebhookHeaders, secrets: readonly string[], now: Date): Verdict {
  const { 'svix-id': deliveryId, 'svix-timestamp': timestamp, 'svix-signature': signatures } = headers
  if (!deliveryId || deliveryId.length > 200 || !timestamp || !signatures) return { refused: 'missing_header' }
  const mistimed = checkTimestamp(timestamp, now)
  if (mistimed) return { refused: mistimed }
  const sentAt = new Date(Number(timestamp) * 1_000)
  const given = signatures.split(' ').slice(0, 10)
  const isGenuine = secrets.some(secret => {
    const expected = new Webhook(secret).sign(deliveryId, sentAt, body)
    return given.some(signature => isEqual(signature, expected))
  })
  if (!isGenuine) return { refused: 'bad_signature' }
  try {
    return { deliveryId, eventType: readClerkEvent(body).type }
  } catch {
    return { refused: 'malformed' }
  }
}
