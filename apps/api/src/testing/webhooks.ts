import { newId } from '@quarterdeck/core/kernel'
import Stripe from 'stripe'
import { Webhook } from 'svix'

const base64 = (text: string) => Buffer.from(text).toString('base64')
export const clerkSecret = `whsec_${base64('a secret of twenty-four b')}`
export const nextClerkSecret = `whsec_${base64('its successor, also secret')}`
export const stripeSecret = 'whsec_stripe_0123456789abcdef'
export const nextStripeSecret = 'whsec_stripe_fedcba9876543210'
export const webhookSecrets = { clerk: [clerkSecret], stripe: [stripeSecret] }

export interface SignedDelivery {
  source: 'clerk' | 'stripe'
  body: string
  headers: Record<string, string>
}

interface Signing {
  id?: string
  at?: Date
  secret?: string
}

/** As Clerk sends it: signed by the package of Svix, through whom Clerk sends. */
export function fromClerk(
  event: object,
  { id = `msg_${newId()}`, at = new Date(), secret = clerkSecret }: Signing = {},
): SignedDelivery {
  const body = JSON.stringify(event)
  const headers = {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'svix-signature': new Webhook(secret).sign(id, at, body),
  }
  return { source: 'clerk', body, headers }
}

/** As Stripe sends it: signed by its own package. */
export function fromStripe(event: object, { at = new Date(), secret = stripeSecret }: Signing = {}): SignedDelivery {
  const payload = JSON.stringify(event)
  const timestamp = Math.floor(at.getTime() / 1_000)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
  const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature }
  return { source: 'stripe', body: payload, headers }
}

export interface DeliveryAnswer {
  status: number
  /** `status` when it was taken; `error` and `message` when not. */
  body: { status?: string; error?: string; message?: string; requestId?: string }
}

export async function deliver(url: string, { source, body, headers }: SignedDelivery): Promise<DeliveryAnswer> {
  const response = await fetch(`${url}/webhooks/${source}`, { method: 'POST', body, headers })
  const text = await response.text()
  // The contract under test: every answer of this route is JSON; a test that finds another fails here with its text.
  return { status: response.status, body: JSON.parse(text) as DeliveryAnswer['body'] }
}
