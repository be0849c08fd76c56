import { z } from 'zod'
import { currencyOf, type Envelope } from './clerk-records.ts'
import type { NewItem, NewPayment, NewSubscription } from './records.ts'

// What Stripe sends, as far as we use it. Names and shapes of 2024 to 2026: where a field has moved, both places.

export const id = z.string().min(1).max(255)
export const text = z.string().max(1_000).nullish().catch(null)
/** Seconds since the epoch. */
const time = z
  .int()
  .transform(seconds => new Date(seconds * 1_000))
  .nullish()
  .catch(null)
export const minor = z.int().nullish().catch(null)
/** An id, or the object itself where it was expanded. */
export const reference = z
  .union([id, z.object({ id }).transform(object => object.id)])
  .nullish()
  .catch(null)
const metadata = z.record(z.string(), z.unknown()).nullish().catch(null)
const taxes = z
  .array(z.object({ amount: minor }))
  .nullish()
  .catch(null)

export const stripeEvent = z.object({
  id,
  type: z.string().min(1).max(200),
  created: z.int(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
})
export type StripeEvent = z.infer<typeof stripeEvent>

const checkoutShape = z.object({
  id,
  mode: text,
  payment_status: text,
  customer: reference,
  client_reference_id: text,
  metadata,
  customer_email: text,
  customer_details: z.object({ email: text }).nullish().catch(null),
  payment_intent: reference,
  invoice: reference,
  amount_total: minor,
  amount_subtotal: minor,
  total_details: z.object({ amount_tax: minor }).nullish().catch(null),
  currency: text,
  created: time,
})

const invoiceShape = z.object({
  id: id.nullish(),
  status: text,
  customer: reference,
  customer_email: text,
  metadata,
  subscription_details: z.object({ metadata }).nullish().catch(null),
  parent: z
    .object({ subscription_details: z.object({ metadata }).nullish().catch(null) })
    .nullish()
    .catch(null),
  total: minor,
  subtotal: minor,
  tax: minor,
  total_taxes: taxes,
  total_tax_amounts: taxes,
  currency: text,
  billing_reason: text,
  created: time,
  status_transitions: z.object({ paid_at: time }).nullish().catch(null),
  last_finalization_error: z.object({ code: text, decline_code: text }).nullish().catch(null),
})

const itemShape = z.object({
  id,
  current_period_start: time,
  current_period_end: time,
  price: z
    .object({
      id: text,
      nickname: text,
      lookup_key: text,
      unit_amount: minor,
      currency: text,
      recurring: z.object({ interval: text, interval_count: minor }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  quantity: minor,
})

const subscriptionShape = z.object({
  id,
  status: text,
  customer: reference,
  metadata,
  start_date: time,
  current_period_start: time,
  current_period_end: time,
  canceled_at: time,
  ended_at: time,
  items: z
    .object({ data: z.array(z.record(z.string(), z.unknown())) })
    .nullish()
    .catch(null),
})

/** What an object says about whose it is. */
export interface CustomerHints {
  /** Of the customer; of the checkout itself where there is no customer. */
  subject: string | null
  clientReference: string | null
  personId: string | null
  email: string | null
}

const idIn = (values: Record<string, unknown> | null | undefined): string | null =>
  typeof values?.personId === 'string' ? values.personId : null

export const base = (event: StripeEvent, { workspaceId }: Pick<Envelope, 'workspaceId'>) => ({
  workspaceId,
  provider: 'stripe' as const,
  eventId: event.id,
  providerUpdatedAt: new Date(event.created * 1_000),
  raw: event.data.object,
})

/** A checkout; its payment is null where an invoice says the same, or nothing was paid. */
export function readCheckout(
  event: StripeEvent,
  envelope: Pick<Envelope, 'workspaceId'>,
): { payment: NewPayment | null; hints: CustomerHints } {
  const data = checkoutShape.parse(event.data.object)
  const subject = data.customer ?? data.id
  const hints = {
    subject,
    clientReference: data.client_reference_id ?? null,
    personId: idIn(data.metadata),
    email: data.customer_details?.email ?? data.customer_email ?? null,
  }
  if (data.mode !== 'payment' || data.invoice) return { payment: null, hints }
  const at = new Date(event.created * 1_000)
  const isFailed = event.type === 'checkout.session.async_payment_failed'
  const isPaid = data.payment_status === 'paid' || data.payment_status === 'no_payment_required'
  const payment = {
    ...base(event, envelope),
    providerId: data.payment_intent ?? data.id,
    payerSubject: subject,
    status: isFailed ? 'failed' : isPaid ? 'paid' : 'pending',
    amount: data.amount_total ?? null,
    subtotal: data.amount_subtotal ?? null,
    tax: data.total_details?.amount_tax ?? null,
    currency: currencyOf(data.currency),
    chargeType: 'checkout',
    billedAt: data.created ?? at,
    paidAt: isPaid ? at : null,
    failedAt: isFailed ? at : null,
  }
  return { payment, hints }
}

const sum = (parts: z.infer<typeof taxes>): number | null =>
  parts ? parts.reduce((total, { amount }) => total + (amount ?? 0), 0) : null

/** Our words for an invoice's status: it is a payment that waits until it is paid. */
function statusOfInvoice(status: string | null | undefined, type: string): string {
  if (type === 'invoice.deleted') return 'deleted'
  if (type === 'invoice.payment_failed' && status !== 'paid') return 'failed'
  return status === 'open' ? 'pending' : (status ?? 'unknown')
}

/** Null for the preview of an invoice, which has no id. */
export function readInvoice(
  event: StripeEvent,
  envelope: Pick<Envelope, 'workspaceId'>,
): { payment: NewPayment; hints: CustomerHints } | null {
  const data = invoiceShape.parse(event.data.object)
  if (!data.id) return null
  const at = new Date(event.created * 1_000)
  const status = statusOfInvoice(data.status, event.type)
  const subscription = data.parent?.subscription_details ?? data.subscription_details
  const payment = {
    ...base(event, envelope),
    providerId: data.id,
    payerSubject: data.customer ?? null,
    status,
    amount: data.total ?? null,
    subtotal: data.subtotal ?? null,
    tax: data.tax ?? sum(data.total_taxes ?? data.total_tax_amounts),
    currency: currencyOf(data.currency),
    chargeType: data.billing_reason ?? null,
    invoiceId: data.id,
    billedAt: data.created ?? null,
    paidAt: data.status_transitions?.paid_at ?? (status === 'paid' ? at : null),
    failedAt: status === 'failed' ? at : null,
    failureCode: data.last_finalization_error?.code ?? null,
    declineCode: data.last_finalization_error?.decline_code ?? null,
  }
  const hints = {
    subject: data.customer ?? null,
    clientReference: null,
    personId: idIn(data.metadata) ?? idIn(subscription?.metadata),
    email: data.customer_email ?? null,
  }
  return { payment, hints }
}

interface SubscriptionRecords {
  subscription: NewSubscription
  items: NewItem[]
  hints: CustomerHints
}

export function readStripeSubscription(
  event: StripeEvent,
  envelope: Pick<Envelope, 'workspaceId'>,
): SubscriptionRecords {
  const data = subscriptionShape.parse(event.data.object)
  const status = event.type === 'customer.subscription.deleted' ? 'canceled' : (data.status ?? 'unknown')
  const shared = {
    ...base(event, envelope),
    payerSubject: data.customer ?? null,
    status,
    canceledAt: data.canceled_at ?? null,
  }
  const items = (data.items?.data ?? []).map((raw): NewItem => {
    const { id: providerId, price, quantity, ...item } = itemShape.parse(raw)
    const unit = price?.unit_amount ?? null
    const periodEnd = item.current_period_end ?? data.current_period_end ?? null
    return {
      ...{ ...shared, raw, providerId, subscriptionProviderId: data.id },
      planId: price?.id ?? null,
      planName: price?.nickname ?? null,
      planSlug: price?.lookup_key ?? null,
      amount: unit === null ? null : unit * (quantity ?? 1),
      currency: currencyOf(price?.currency),
      interval: price?.recurring?.interval ?? null,
      intervalCount: price?.recurring?.interval_count ?? null,
      periodStart: item.current_period_start ?? data.current_period_start ?? null,
      // Stripe cancels now, or at the end of a period: when it says `canceled`, it is over.
      periodEnd: status === 'canceled' ? (data.ended_at ?? new Date(event.created * 1_000)) : periodEnd,
    }
  })
  const subscription = {
    ...{ ...shared, providerId: data.id },
    startedAt: data.start_date ?? null,
    periodStart: items[0]?.periodStart ?? null,
    periodEnd: items[0]?.periodEnd ?? null,
  }
  const hints = { subject: data.customer ?? null, clientReference: null, personId: idIn(data.metadata), email: null }
  return { subscription, items, hints }
}
