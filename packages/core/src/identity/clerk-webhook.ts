import { z } from 'zod'
import { checkSignature, parseJson, type Verdict, type WebhookHeaders } from '../kernel/index.ts'

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

/** Checks the signature that Svix puts on Clerk's deliveries. */
export function verifyClerk(body: Buffer, headers: WebhookHeaders, secrets: readonly string[], now: Date): Verdict {
  const checked = checkSignature(body, headers, 'svix', secrets, now)
  if ('refused' in checked) return checked
  try {
    return { deliveryId: checked.id, eventType: readClerkEvent(body).type }
  } catch {
    return { refused: 'malformed' }
  }
}
