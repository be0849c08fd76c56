import type { Db } from '@quarterdeck/db'
import { lockPeople } from '../identity/index.ts'
import { type Delivery, type Deps, inTurn, parseJson, type Scope } from '../kernel/index.ts'
import { keepOnlyItems, upsertItem, upsertPayment, upsertSubscription } from './records.ts'
import { applyRefund, joinIntent } from './refunds.ts'
import { readInvoicePayment, readRefund } from './stripe-charges.ts'
import { linkCustomer } from './stripe-customers.ts'
import { readCheckout, readInvoice, readStripeSubscription, stripeEvent } from './stripe-objects.ts'

const checkouts = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
])

/** Applies a delivery of Stripe's; kinds that we do not know are kept and ignored. */
export async function handle(tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<'done' | 'ignored'> {
  const event = stripeEvent.parse(parseJson(delivery.body))
  const now = deps.clock.now()
  const { workspaceId } = scope
  const said = { at: new Date(event.created * 1_000), eventId: event.id }
  await lockPeople(tx, workspaceId)
  if (checkouts.has(event.type)) {
    const { payment, hints } = readCheckout(event, { workspaceId })
    if (payment) await upsertPayment(tx, payment, now)
    await linkCustomer(tx, workspaceId, hints, said, now)
    return 'done'
  }
  if (/^customer\.subscription\.[a-z_]+$/.test(event.type)) {
    const { subscription, items, hints } = readStripeSubscription(event, { workspaceId })
    if (await upsertSubscription(tx, subscription, now)) {
      for (const item of items) await upsertItem(tx, item, now)
      await keepOnlyItems(
        tx,
        subscription,
        items.map(item => item.providerId),
      )
    }
    await linkCustomer(tx, workspaceId, hints, said, now)
    return 'done'
  }
  if (event.type === 'charge.refunded') {
    await applyRefund(tx, readRefund(event, { workspaceId }), now)
    return 'done'
  }
  if (event.type === 'invoice_payment.paid') {
    const part = readInvoicePayment(event, { workspaceId })
    if (part) await joinIntent(tx, part, now)
    return part ? 'done' : 'ignored'
  }
  const invoice = event.type.startsWith('invoice.') ? readInvoice(event, { workspaceId }) : null
  if (!invoice) return 'ignored'
  await upsertPayment(tx, invoice.payment, now)
  await linkCustomer(tx, workspaceId, invoice.hints, said, now)
  return 'done'
}

/** One after the other, and committed together: a provider that resends a day sends thousands. */
export const handleAll = inTurn(handle)
