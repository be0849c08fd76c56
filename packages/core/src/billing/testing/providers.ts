import type { WebhookSource } from '@quarterdeck/db'
import { newId, type Scope, takeDelivery } from '../../kernel/index.ts'
import type { TestWorld } from '../../testing/index.ts'

/** Any moment: providers' times are theirs. */
export const at = 1_760_000_000_000
export const day = 86_400_000

/** Lets a provider say something, and applies it. @returns the error, if it could not be applied. */
export function createProviders(world: TestWorld, scope: Scope) {
  async function say(source: WebhookSource, event: { type: string }, deliveryId = newId()): Promise<string | null> {
    const body = Buffer.from(JSON.stringify(event))
    const delivery = { workspaceId: scope.workspaceId, source, deliveryId, eventType: event.type, headers: {}, body }
    await takeDelivery(world.deps, delivery)
    await world.runJobs()
    const [row] = await world.database.run<{ error: string | null }>(
      'select last_error as error from webhooks where delivery_id = $1',
      [deliveryId],
    )
    return row?.error ?? null
  }
  return {
    clerk: (type: string, data: object, timestamp = at) => say('clerk', { type, ...{ data, timestamp } }),
    stripe: (type: string, object: object, created = at / 1_000, id = newId()) =>
      say('stripe', { type, ...{ id, created, data: { object } } }, id),
  }
}

export const clerkUser = (id: string, email: string | null, more: object = {}) => ({
  ...{ id, first_name: 'Ana', last_name: 'Lima', updated_at: at, primary_email_address_id: 'idn' },
  email_addresses: email ? [{ id: 'idn', email_address: email, verification: { status: 'verified' } }] : [],
  ...more,
})

export const clerkPayment = (id: string, user: string, more: object = {}) => ({
  ...{ id: `att_${id}`, payment_id: id, status: 'paid', updated_at: at, billing_date: at },
  payer: { id: `cpayer_${user}`, user_id: user, email: 'payer@example.com', first_name: 'Ana', last_name: 'Lima' },
  payment_source: { card_type: 'visa', last4: '4242' },
  totals: { grand_total: { amount: 4_900, currency: 'JPY' } },
  ...more,
})

export const clerkItem = (id: string, subscription: string, status: string, more: object = {}) => ({
  ...{ id, subscription_id: subscription, status, updated_at: at, period_start: at, period_end: at + 30 * day },
  plan: { id: 'cplan', name: 'Pro', slug: 'pro_monthly', amount: 4_900, currency: 'USD' },
  ...more,
})
