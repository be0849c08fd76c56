import { type BillingProvider, type Db, payments, subscriptionItems, subscriptions } from '@quarterdeck/db'
import { and, eq, notInArray, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { refreshEntitlement } from './entitlements.ts'
import { findPayer, impersonal, impersonalPayment, type Payer } from './payers.ts'

type Insert<Table extends { $inferInsert: object }> = Omit<
  Table['$inferInsert'],
  'id' | 'personId' | 'createdAt' | 'updatedAt' | 'tieBreak'
>
/** Without what only refunds say. */
export type NewPayment = Omit<Insert<typeof payments>, 'intentId' | 'refunded' | 'refundedAt' | 'changedAt'> & Version
export type NewSubscription = Insert<typeof subscriptions> & Version
export type NewItem = Insert<typeof subscriptionItems> & Version

/** Which delivery a record came with. */
interface Version {
  /** The provider's id of the event. */
  eventId: string
}

const finalStatuses = new Set(
  'paid refunded void uncollectible deleted canceled ended abandoned expired incomplete_expired'.split(' '),
)
const failedStatuses = new Set(['failed', 'past_due', 'unpaid'])

/** Of deliveries of the same moment, a final status is the later one, then a failed one, then the greater event id. */
function tieBreakOf(status: string, eventId: string): string {
  const weight = finalStatuses.has(status) ? 2 : failedStatuses.has(status) ? 1 : 0
  return `${weight}:${eventId}`
}

/** Bytes, not a language's alphabet, so that every server agrees. */
const isNewer = (table: { providerUpdatedAt: AnyPgColumn; tieBreak: AnyPgColumn }) =>
  sql`(${table.providerUpdatedAt}, ${table.tieBreak} collate "C") < (excluded.provider_updated_at, excluded.tie_break collate "C")`

/** Whose a record is, as far as that is known, and which delivery it came with. */
const stamp = (record: NewPayment | NewSubscription | NewItem, payer: Payer | undefined, now: Date) => ({
  personId: payer?.personId ?? null,
  tieBreak: tieBreakOf(record.status, record.eventId),
  updatedAt: now,
})

const payerOf = (tx: Db, { workspaceId, provider, payerSubject }: NewPayment | NewSubscription | NewItem) =>
  findPayer(tx, workspaceId, provider, payerSubject ?? null)

/** @returns whether this delivery was newer than what is stored. */
export async function upsertPayment(tx: Db, record: NewPayment, now: Date): Promise<boolean> {
  const payer = await payerOf(tx, record)
  const { eventId: _, ...fields } = record
  const values = { ...fields, ...stamp(record, payer, now), ...(payer?.isGone && impersonalPayment) }
  const rows = await tx
    .insert(payments)
    .values({ ...values, createdAt: now, changedAt: record.providerUpdatedAt })
    .onConflictDoUpdate({
      target: [payments.workspaceId, payments.provider, payments.providerId],
      set: { ...values, changedAt: sql`greatest(excluded.provider_updated_at, ${payments.refundedAt})` },
      setWhere: isNewer(payments),
    })
    .returning({ id: payments.id })
  return rows.length > 0
}

/** Stores a subscription, whose items follow it to its payer. @returns whether this delivery was newer. */
export async function upsertSubscription(tx: Db, record: NewSubscription, now: Date): Promise<boolean> {
  const payer = await payerOf(tx, record)
  const { eventId: _, ...fields } = record
  const values = { ...fields, ...stamp(record, payer, now), ...(payer?.isGone && impersonal) }
  const [row] = await tx
    .insert(subscriptions)
    .values({ ...values, createdAt: now })
    .onConflictDoUpdate({
      target: [subscriptions.workspaceId, subscriptions.provider, subscriptions.providerId],
      set: values,
      setWhere: isNewer(subscriptions),
    })
    .returning({ payerSubject: subscriptions.payerSubject, personId: subscriptions.personId })
  if (row?.payerSubject) await tx.update(subscriptionItems).set(row).where(isItemOf(record, record.providerId))
  return row !== undefined
}

const isItemOf = (of: { workspaceId: string; provider: BillingProvider }, subscription: string) =>
  and(
    eq(subscriptionItems.workspaceId, of.workspaceId),
    eq(subscriptionItems.provider, of.provider),
    eq(subscriptionItems.subscriptionProviderId, subscription),
  )

/**
 * Stores an item, and what it entitles to. Its payer is its subscription's, where that is known.
 * @returns whether this delivery was newer.
 */
export async function upsertItem(tx: Db, given: NewItem, now: Date): Promise<boolean> {
  const record = { ...given, payerSubject: (await payerOfSubscription(tx, given)) ?? given.payerSubject ?? null }
  const payer = await payerOf(tx, record)
  const { eventId: _, ...fields } = record
  const values = { ...fields, ...stamp(record, payer, now), ...(payer?.isGone && impersonal) }
  const rows = await tx
    .insert(subscriptionItems)
    .values({ ...values, createdAt: now })
    .onConflictDoUpdate({
      target: [subscriptionItems.workspaceId, subscriptionItems.provider, subscriptionItems.providerId],
      set: values,
      setWhere: isNewer(subscriptionItems),
    })
    .returning({ id: subscriptionItems.id })
  if (payer) await refreshEntitlement(tx, record.workspaceId, payer.personId, now)
  return rows.length > 0
}

async function payerOfSubscription(tx: Db, item: NewItem): Promise<string | null> {
  if (!item.subscriptionProviderId) return null
  const [row] = await tx
    .select({ payerSubject: subscriptions.payerSubject })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.workspaceId, item.workspaceId),
        eq(subscriptions.provider, item.provider),
        eq(subscriptions.providerId, item.subscriptionProviderId),
      ),
    )
  return row?.payerSubject ?? null
}

/** Where a provider sends a subscription with all its items: those that it no longer names are gone. */
export async function keepOnlyItems(
  tx: Db,
  subscription: Pick<NewSubscription, 'workspaceId' | 'provider' | 'providerId'>,
  itemIds: readonly string[],
): Promise<void> {
  const others = itemIds.length > 0 ? notInArray(subscriptionItems.providerId, [...itemIds]) : undefined
  await tx.delete(subscriptionItems).where(and(isItemOf(subscription, subscription.providerId), others))
}
