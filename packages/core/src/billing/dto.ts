import type { payments, subscriptionItems, subscriptions } from '@quarterdeck/db'
import type { PayerDto, PaymentDto, SubscriptionDto, SubscriptionItemDto } from './model.ts'
import { goesOn, tierOf } from './plans.ts'

export interface PersonColumns {
  id: string
  name: string | null
  email: string | null
}

const known = (person: PersonColumns | null): PayerDto | null => person && { ...person }

/** Of somebody who is known here, their own name is what counts. */
const unknown = (person: PersonColumns | null, payerSubject: string | null, email: string | null = null) =>
  person || !payerSubject ? null : { id: payerSubject, email }

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

interface PaymentRow {
  payment: typeof payments.$inferSelect
  person: PersonColumns | null
  /** With what went back. */
  status: string
  payerEmail: string | null
}

export function toPaymentDto({ payment, person, status, payerEmail }: PaymentRow): PaymentDto {
  const { id, provider, providerId, amount, refunded, subtotal, tax, currency } = payment
  const { chargeType, invoiceId, failureCode, declineCode, cardType: type, cardLast4: last4 } = payment
  return {
    ...{ id, provider, providerId, status, amount, refunded, subtotal, tax, currency },
    ...{ chargeType, invoiceId, failureCode, declineCode },
    billedAt: iso(payment.billedAt),
    paidAt: iso(payment.paidAt),
    failedAt: iso(payment.failedAt),
    refundedAt: iso(payment.refundedAt),
    card: type || last4 ? { type, last4 } : null,
    person: known(person),
    payer: unknown(person, payment.payerSubject, payerEmail),
    at: payment.changedAt.toISOString(),
  }
}

export function toItemDto(item: typeof subscriptionItems.$inferSelect): SubscriptionItemDto {
  const { id, providerId, status, planId, planName, planSlug, amount, currency, interval, intervalCount } = item
  return {
    ...{ id, providerId, status, planId, planName, planSlug, amount, currency, interval, intervalCount },
    tier: tierOf(item),
    periodStart: iso(item.periodStart),
    periodEnd: iso(item.periodEnd),
    canceledAt: iso(item.canceledAt),
  }
}

/** Stripe cancels a subscription, Clerk its items: either way what is paid for goes on to the end of its period. */
function endOf(subscription: typeof subscriptions.$inferSelect, items: readonly SubscriptionItemDto[]): string | null {
  if (!goesOn.has(subscription.status)) return null
  const isRenewed = items.some(({ status, canceledAt }) => goesOn.has(status) && !canceledAt)
  if (!subscription.canceledAt && (isRenewed || items.length === 0)) return null
  const ends = items.flatMap(item =>
    item.status === 'canceled' || goesOn.has(item.status) ? (item.periodEnd ?? []) : [],
  )
  return ends.sort().at(-1) ?? iso(subscription.periodEnd)
}

export function toSubscriptionDto(
  row: { subscription: typeof subscriptions.$inferSelect; person: PersonColumns | null },
  items: SubscriptionItemDto[],
): SubscriptionDto {
  const { id, provider, providerId, status, providerUpdatedAt, ...subscription } = row.subscription
  return {
    ...{ id, provider, providerId, status, items },
    startedAt: iso(subscription.startedAt),
    periodStart: iso(subscription.periodStart),
    periodEnd: iso(subscription.periodEnd),
    canceledAt: iso(subscription.canceledAt),
    endsAt: endOf(row.subscription, items),
    person: known(row.person),
    payer: unknown(row.person, row.subscription.payerSubject),
    at: providerUpdatedAt.toISOString(),
  }
}
