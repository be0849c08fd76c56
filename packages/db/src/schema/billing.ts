import { sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'

export type BillingProvider = 'clerk' | 'stripe'

/** What every record that a provider owns has. `providerUpdatedAt` orders deliveries: an older one changes nothing. */
const provided = () => ({
  id: primaryId(),
  workspaceId: uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  provider: text().$type<BillingProvider>().notNull(),
  providerId: text().notNull(),
  providerUpdatedAt: moment().notNull(),
  /** Orders deliveries of the same moment, as bytes: a final status last, then by the provider's event id. */
  tieBreak: text().notNull().default(''),
  /** The payer in the provider's own terms; a person may arrive later. */
  payerSubject: text(),
  /** Kept when the person is erased: money records stay, without their name. */
  personId: uuid().references(() => people.id, { onDelete: 'set null' }),
  /** The provider's record as it came last. */
  raw: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

/** The address that Stripe has of whoever paid: null where it has none. */
export const emailOfPayment = ({ raw }: { raw: AnyPgColumn }) =>
  sql<string | null>`lower(trim(coalesce(${raw} -> 'customer_details' ->> 'email', ${raw} ->> 'customer_email')))`

/** Attempts to take money, and what became of them. */
export const payments = pgTable(
  'payments',
  {
    ...provided(),
    /** The provider's word: pending, paid, failed, refunded, … */
    status: text().notNull(),
    /** Minor units of `currency`. */
    amount: bigint({ mode: 'number' }),
    subtotal: bigint({ mode: 'number' }),
    tax: bigint({ mode: 'number' }),
    /** ISO 4217, upper case. */
    currency: text(),
    chargeType: text(),
    invoiceId: text(),
    billedAt: moment(),
    paidAt: moment(),
    failedAt: moment(),
    failureCode: text(),
    declineCode: text(),
    cardType: text(),
    cardLast4: text(),
    /** Under which Stripe's charges name what an invoice asked for. */
    intentId: text(),
    /** What went back in all, in minor units; said by other deliveries than the payment itself. */
    refunded: bigint({ mode: 'number' }),
    refundedAt: moment(),
    /** The later one of `providerUpdatedAt` and `refundedAt`. */
    changedAt: moment().notNull().defaultNow(),
  },
  table => [
    unique('payments_once').on(table.workspaceId, table.provider, table.providerId),
    index('payments_by_change').on(table.workspaceId, table.changedAt, table.id),
    index('payments_by_person').on(table.personId, table.changedAt),
    index('payments_by_payer').on(table.workspaceId, table.provider, table.payerSubject),
    // Of those that are nobody's yet: whom an address is proven for is looked up with every user that Clerk tells of.
    index('payments_unclaimed')
      .on(table.workspaceId, emailOfPayment(table))
      .where(sql`provider = 'stripe' and person_id is null`),
  ],
)

export const subscriptions = pgTable(
  'subscriptions',
  {
    ...provided(),
    status: text().notNull(),
    startedAt: moment(),
    periodStart: moment(),
    periodEnd: moment(),
    canceledAt: moment(),
  },
  table => [
    unique('subscriptions_once').on(table.workspaceId, table.provider, table.providerId),
    index('subscriptions_by_time').on(table.workspaceId, table.providerUpdatedAt, table.id),
    index('subscriptions_by_person').on(table.personId),
    index('subscriptions_by_payer').on(table.workspaceId, table.provider, table.payerSubject),
  ],
)

/** What a subscription consists of, each with a life of its own. */
export const subscriptionItems = pgTable(
  'subscription_items',
  {
    ...provided(),
    /** The subscription in the provider's terms: it may arrive later. */
    subscriptionProviderId: text(),
    status: text().notNull(),
    planId: text(),
    planName: text(),
    planSlug: text(),
    /** Minor units of `currency` for one interval. */
    amount: bigint({ mode: 'number' }),
    currency: text(),
    interval: text(),
    intervalCount: integer(),
    periodStart: moment(),
    periodEnd: moment(),
    canceledAt: moment(),
  },
  table => [
    unique('subscription_items_once').on(table.workspaceId, table.provider, table.providerId),
    index('subscription_items_by_subscription').on(table.workspaceId, table.provider, table.subscriptionProviderId),
    index('subscription_items_by_person').on(table.personId),
    index('subscription_items_by_payer').on(table.workspaceId, table.provider, table.payerSubject),
  ],
)

/** What a person may use, and until when: derived from items whenever one changes, so that asking costs one read. */
export const entitlements = pgTable(
  'entitlements',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    tier: text().notNull(),
    features: text().array().notNull(),
    /** Null: without an end. */
    validUntil: moment(),
    updatedAt: updatedAt(),
  },
  table => [unique('entitlements_once').on(table.workspaceId, table.personId)],
)
