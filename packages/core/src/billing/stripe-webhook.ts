import { checkTimestamp, defineWebhook, parseJson, type Verdict, type WebhookHeaders } from '../kernel/index.ts'
import { stripeEvent } from './stripe-objects.ts'

/** Either way, in seconds. */
const tolerance = 300

async function isGenuine(body: Buffer, signature: string, secret: string, now: Date): Promise<boolean> {
  // Loaded when the first delivery comes: it is large, and many installations never get one.
  const { default: Stripe } = await import('stripe')
  try {
    return (
      Stripe.webhooks.signature?.verifyHeader(body, signature, secret, tolerance, undefined, now.getTime()) === true
    )
  } catch {
    return false
  }
}

/** Checks `Stripe-Signature`: `t=` seconds, `v1=` HMAC-SHA256 of `t.body` (https://docs.stripe.com/webhooks/signature). */
export async function verifyStripe(
  body: Buffer,
  headers: WebhookHeaders,
  secrets: readonly string[],
  now: Date,
): Promise<Verdict> {
  const signature = headers['stripe-signature']
  if (!signature) return { refused: 'missing_header' }
  const timestamps = [...signature.matchAll(/(?:^|,)t=(\d+)/g)].map(([, seconds]) => seconds)
  // The last one counts, to us as to Stripe's own check, which would take any that lies ahead.
  const mistimed = checkTimestamp(timestamps.at(-1), now)
  if (mistimed) return { refused: mistimed }
  const verdicts = await Promise.all(secrets.map(secret => isGenuine(body, signature, secret, now)))
  if (!verdicts.includes(true)) return { refused: 'bad_signature' }
  try {
    const { id, type } = stripeEvent.parse(parseJson(body))
    return { deliveryId: id, eventType: type }
  } catch {
    return { refused: 'malformed' }
  }
}

/** Checkouts, subscriptions and invoices of Stripe. */
export const stripeWebhook = defineWebhook({
  source: 'stripe',
  setting: 'STRIPE_WEBHOOK_SECRET',
  contentTypes: ['application/json'],
  verify: verifyStripe,
  load: () => import('./apply-stripe.ts'),
})
