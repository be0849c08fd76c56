import type { Db } from '@quarterdeck/db'
import { applyClerkUser, lockPeople, readClerkEvent } from '../identity/index.ts'
import { type Delivery, type Deps, inTurn, type Scope } from '../kernel/index.ts'
import { readItem, readPayment, readSubscription } from './clerk-records.ts'
import { linkPayer } from './payers.ts'
import { upsertItem, upsertPayment, upsertSubscription } from './records.ts'
import { linkByEmail } from './stripe-customers.ts'

/** Applies a delivery of Clerk's; kinds that we do not know are kept and ignored. */
export async function handle(tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<'done' | 'ignored'> {
  const event = readClerkEvent(delivery.body)
  const { workspaceId } = scope
  const envelope = { workspaceId, eventId: delivery.deliveryId }
  const now = deps.clock.now()
  await lockPeople(tx, workspaceId)
  switch (event.type.split('.')[0]) {
    case 'user': {
      if (!['user.created', 'user.updated', 'user.deleted'].includes(event.type)) return 'ignored'
      const { userId, addresses } = await applyClerkUser(tx, scope, event, delivery.deliveryId)
      await linkPayer(tx, workspaceId, 'clerk', userId, now)
      await linkByEmail(tx, workspaceId, now, addresses)
      return 'done'
    }
    case 'paymentAttempt': {
      const { payment, payerId } = readPayment(event, envelope)
      await upsertPayment(tx, payment, now)
      if (payment.payerSubject) await linkPayer(tx, workspaceId, 'clerk', payment.payerSubject, now, payerId)
      return 'done'
    }
    case 'subscription': {
      const { subscription, items } = readSubscription(event, envelope)
      await upsertSubscription(tx, subscription, now)
      for (const item of items) await upsertItem(tx, item, now)
      if (subscription.payerSubject) await linkPayer(tx, workspaceId, 'clerk', subscription.payerSubject, now)
      return 'done'
    }
    case 'subscriptionItem': {
      await upsertItem(tx, readItem(event, event.data, envelope), now)
      return 'done'
    }
    default:
      return 'ignored'
  }
}

/** One after the other, and committed together: a provider that resends a day sends thousands. */
export const handleAll = inTurn(handle)
