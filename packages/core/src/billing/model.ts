import type { BillingProvider } from '@quarterdeck/db'
import type { Tier } from './plans.ts'

/** Whose a record is: null while nobody here is known to be the payer, or when they were deleted. */
export interface PayerDto {
  id: string
  name: string | null
  email: string | null
}

/** Amounts are integers in the minor unit of `currency` (ISO 4217), which has none for some, such as JPY. */
export interface PaymentDto {
  id: string
  provider: BillingProvider
  providerId: string
  /** The provider's word: pending, paid, failed, …; of what was paid and went back, `refunded` or `partially_refunded`. */
  status: string
  amount: number | null
  /** What went back in all; null when nothing did, as far as it was told. */
  refunded: number | null
  subtotal: number | null
  tax: number | null
  currency: string | null
  chargeType: string | null
  invoiceId: string | null
  billedAt: string | null
  paidAt: string | null
  failedAt: string | null
  /** When something went back last. */
  refundedAt: string | null
  failureCode: string | null
  declineCode: string | null
  card: { type: string | null; last4: string | null } | null
  person: PayerDto | null
  /** Whoever paid in the provider's own terms, while nobody here is known to be them. */
  payer: { id: string; email: string | null } | null
  /** When the provider last changed it. */
  at: string
}

export interface SubscriptionItemDto {
  id: string
  providerId: string
  status: string
  planId: string | null
  planName: string | null
  planSlug: string | null
  /** What the plan's words and price make of it. */
  tier: Tier
  amount: number | null
  currency: string | null
  interval: string | null
  intervalCount: number | null
  periodStart: string | null
  periodEnd: string | null
  canceledAt: string | null
}

export interface SubscriptionDto {
  id: string
  provider: BillingProvider
  providerId: string
  status: string
  startedAt: string | null
  periodStart: string | null
  periodEnd: string | null
  canceledAt: string | null
  /** When it ends, of one that goes on and will not be renewed. */
  endsAt: string | null
  person: PayerDto | null
  payer: { id: string; email: string | null } | null
  items: SubscriptionItemDto[]
  at: string
}

export interface EntitlementDto {
  tier: Tier
  features: string[]
  /** Null: without an end. */
  validUntil: string | null
}
