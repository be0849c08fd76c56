import { z } from 'zod'
import { type ClerkEvent, clerkTime } from '../identity/index.ts'
import type { NewItem, NewPayment, NewSubscription } from './records.ts'

// What Clerk sends about money. Ids are needed; whatever else is missing, or is not what it was, becomes null: the
// record is worth keeping without it, and `raw` has it as it came.

const id = z.string().min(1).max(200)
const text = z.string().max(1_000).nullish().catch(null)
const time = clerkTime.nullish().catch(null)
/** Integer minor units. */
const minor = z.int().nullish().catch(null)

const money = z.object({ amount: minor, currency: text }).nullish().catch(null)
const payer = z.object({ id: text, user_id: text, organization_id: text }).nullish().catch(null)
const plan = z.object({ id: text, name: text, slug: text, amount: minor, currency: text }).nullish().catch(null)

const paymentShape = z.object({
  id: text,
  payment_id: text,
  status: text,
  charge_type: text,
  invoice_id: text,
  billing_date: time,
  paid_at: time,
  failed_at: time,
  created_at: time,
  updated_at: time,
  failed_reason: z.object({ code: text, decline_code: text }).nullish().catch(null),
  payment_source: z.object({ card_type: text, last4: text }).nullish().catch(null),
  totals: z.object({ grand_total: money, subtotal: money, tax_total: money }).nullish().catch(null),
  payer,
})

const itemShape = z.object({
  id,
  status: text,
  subscription_id: text,
  interval: z
    .union([z.string().max(100), z.number()])
    .nullish()
    .catch(null),
  period_start: time,
  period_end: time,
  canceled_at: time,
  created_at: time,
  updated_at: time,
  plan_id: text,
  plan,
  payer,
})

const subscriptionShape = z.object({
  id,
  status: text,
  payer_id: text,
  payer,
  active_at: time,
  canceled_at: time,
  ended_at: time,
  created_at: time,
  updated_at: time,
  items: z.array(z.record(z.string(), z.unknown())).nullish().catch(null),
})

/** Where a record goes and which delivery it came with. */
export interface Envelope {
  workspaceId: string
  eventId: string
}

/** ISO 4217, upper case; null when it is not a currency. */
export const currencyOf = (value: string | null | undefined): string | null =>
  value && /^[a-z]{3}$/i.test(value) ? value.toUpperCase() : null

/** When the object last changed, by its own word; else when the event was sent. */
function versionOf(
  data: { updated_at?: Date | null | undefined; created_at?: Date | null | undefined },
  event: ClerkEvent,
): Date {
  const at = data.updated_at ?? event.timestamp ?? data.created_at
  if (!at) throw new Error('The event does not say when its object changed')
  return at
}

/** What comes after the dot stands in for a status that is missing. */
const statusOf = (status: string | null | undefined, event: ClerkEvent): string =>
  status ?? event.type.split('.')[1] ?? 'unknown'

export function readPayment(event: ClerkEvent, envelope: Envelope): { payment: NewPayment; payerId: string | null } {
  const data = paymentShape.parse(event.data)
  const providerId = data.payment_id ?? data.id
  if (!providerId) throw new Error('The payment has no id')
  const { grand_total: total, subtotal, tax_total: tax } = data.totals ?? {}
  const payment = {
    ...envelope,
    provider: 'clerk' as const,
    providerId,
    providerUpdatedAt: versionOf(data, event),
    // An organisation has no user: its payer id stands for it.
    payerSubject: data.payer?.user_id ?? data.payer?.id ?? null,
    raw: event.data,
    status: statusOf(data.status, event),
    amount: total?.amount ?? null,
    subtotal: subtotal?.amount ?? null,
    tax: tax?.amount ?? null,
    currency: currencyOf(total?.currency ?? subtotal?.currency),
    chargeType: data.charge_type ?? null,
    invoiceId: data.invoice_id ?? null,
    billedAt: data.billing_date ?? null,
    paidAt: data.paid_at ?? null,
    failedAt: data.failed_at ?? null,
    failureCode: data.failed_reason?.code ?? null,
    declineCode: data.failed_reason?.decline_code ?? null,
    cardType: data.payment_source?.card_type ?? null,
    cardLast4: data.payment_source?.last4 ?? null,
  }
  return { payment, payerId: (data.payer?.user_id && data.payer.id) || null }
}

export function readItem(event: ClerkEvent, raw: Record<string, unknown>, envelope: Envelope): NewItem {
  const data = itemShape.parse(raw)
  return {
    ...envelope,
    provider: 'clerk',
    providerId: data.id,
    providerUpdatedAt: versionOf(data, event),
    payerSubject: data.payer?.user_id ?? data.payer?.id ?? null,
    raw,
    subscriptionProviderId: data.subscription_id ?? null,
    status: statusOf(data.status, event),
    planId: data.plan_id ?? data.plan?.id ?? null,
    planName: data.plan?.name ?? null,
    planSlug: data.plan?.slug ?? null,
    amount: data.plan?.amount ?? null,
    currency: currencyOf(data.plan?.currency),
    interval: typeof data.interval === 'string' ? data.interval : null,
    intervalCount: typeof data.interval === 'string' ? 1 : null,
    periodStart: data.period_start ?? null,
    periodEnd: data.period_end ?? null,
    canceledAt: data.canceled_at ?? null,
  }
}

export function readSubscription(
  event: ClerkEvent,
  envelope: Envelope,
): { subscription: NewSubscription; items: NewItem[] } {
  const data = subscriptionShape.parse(event.data)
  const items = (data.items ?? []).map(raw => readItem(event, { subscription_id: data.id, ...raw }, envelope))
  // Clerk bills items, each with a period of its own: the subscription has that of its first live one.
  const shown = items.find(({ status }) => status === 'active') ?? items[0]
  const subscription = {
    ...envelope,
    provider: 'clerk' as const,
    providerId: data.id,
    providerUpdatedAt: versionOf(data, event),
    payerSubject: data.payer?.user_id ?? data.payer_id ?? data.payer?.id ?? null,
    raw: event.data,
    status: statusOf(data.status, event),
    startedAt: data.active_at ?? data.created_at ?? null,
    periodStart: shown?.periodStart ?? null,
    periodEnd: shown?.periodEnd ?? null,
    canceledAt: data.canceled_at ?? data.ended_at ?? null,
  }
  return { subscription, items }
}
