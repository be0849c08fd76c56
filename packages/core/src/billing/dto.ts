import type { payments, subscriptionItems, subscriptions } from '@quarterdeck/db'
import type { PayerDto, PaymentDto, SubscriptionDto, SubscriptionItemDto } from './model.ts'
import { tierOf } from './plans.ts'

export interface PersonColumns {
  id: string
  name: string | null
  email: string | null
}

const payer = (person: PersonColumns | null): PayerDto | null => person && { ...person }
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

interface PaymentRow {
  payment: typeof payments.$inferSelect
  person: PersonColumns | null
  /** With what went back. */
  status: string
}

export function toPaymentDto({ payment, person, status }: PaymentRow): PaymentDto {
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
    person: payer(person),
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
    person: payer(row.person),
    at: providerUpdatedAt.toISOString(),
  }
}
