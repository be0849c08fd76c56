import { emailOfPayment, entitlements, payments, people, subscriptionItems, subscriptions } from '@quarterdeck/db'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { containing, type Deps, moments, type Page, readCursor, type Scope, toPage } from '../kernel/index.ts'
import { type PersonColumns, toItemDto, toPaymentDto, toSubscriptionDto } from './dto.ts'
import { itemsOf } from './entitlements.ts'
import type { ListRecordsInput, OfPerson } from './inputs.ts'
import type { EntitlementDto, PaymentDto, SubscriptionDto, SubscriptionItemDto } from './model.ts'
import { deriveEntitlement, freeEntitlement, type Tier, tiers } from './plans.ts'
import { statusWithRefunds } from './refunds.ts'
import { whoseOwn, whoseRecords } from './whose.ts'

const person: { [Key in keyof PersonColumns]: (typeof people)[Key] } = {
  id: people.id,
  name: people.name,
  email: people.email,
}

/** Clerk says an address with every payment, Stripe with most. */
const payerEmail = sql<string | null>`coalesce(${emailOfPayment(payments)}, ${payments.raw} -> 'payer' ->> 'email')`

/** The people whose name or address has it, wherever they are. */
const named = (search: string) =>
  sql`select p.id from ${people} p where p.email ilike ${containing(search)} or p.name ilike ${containing(search)}`

/** Each way to find one by itself, where an index may help: together none would. */
const paymentsFitting = ({ workspaceId }: Scope, search: string) => sql`${payments.id} in (
  select id from ${payments} where workspace_id = ${workspaceId} and person_id in (${named(search)})
  union all
  select id from ${payments} where workspace_id = ${workspaceId} and provider in ('clerk', 'stripe') and payer_subject = ${search}
  union all
  select id from ${payments} where workspace_id = ${workspaceId} and ${search}::text in (provider_id, invoice_id, intent_id)
  union all
  select id from ${payments} where workspace_id = ${workspaceId} and provider = 'stripe' and person_id is null
    and ${emailOfPayment({ raw: payments.raw })} = lower(${search}))`

const subscriptionsFitting = ({ workspaceId }: Scope, search: string) => sql`${subscriptions.id} in (
  select id from ${subscriptions} where workspace_id = ${workspaceId} and person_id in (${named(search)})
  union all
  select id from ${subscriptions} where workspace_id = ${workspaceId} and provider in ('clerk', 'stripe') and payer_subject = ${search}
  union all
  select id from ${subscriptions} where workspace_id = ${workspaceId} and provider in ('clerk', 'stripe') and provider_id = ${search})`

/** Payments, the latest change first. */
export async function listPayments(deps: Deps, scope: Scope, input: ListRecordsInput): Promise<Page<PaymentDto>> {
  const { personId, status, search, cursor, limit } = input
  const whose = await whoseRecords(deps, scope, personId)
  const after = readCursor(cursor)
  const rows = await deps.db
    .select({ payment: payments, person, status: statusWithRefunds, payerEmail })
    .from(payments)
    .leftJoin(people, eq(people.id, payments.personId))
    .where(
      and(
        eq(payments.workspaceId, scope.workspaceId),
        whose ? eq(payments.personId, whose) : undefined,
        status ? eq(statusWithRefunds, status) : undefined,
        search ? paymentsFitting(scope, search) : undefined,
        after ? sql`(${payments.changedAt}, ${payments.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(payments.changedAt), desc(payments.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ payment }) => ({ at: payment.changedAt, id: payment.id }), toPaymentDto)
}

/** The payment of a person that changed last; null when there is none. */
export async function latestPayment(deps: Deps, scope: Scope, { personId }: OfPerson): Promise<PaymentDto | null> {
  const whose = await whoseOwn(deps, scope, personId)
  const [row] = await deps.db
    .select({ payment: payments, person, status: statusWithRefunds, payerEmail })
    .from(payments)
    .leftJoin(people, eq(people.id, payments.personId))
    .where(and(eq(payments.workspaceId, scope.workspaceId), eq(payments.personId, whose)))
    .orderBy(desc(payments.changedAt), desc(payments.id))
    .limit(1)
  return row ? toPaymentDto(row) : null
}

/** Subscriptions with their items, the latest change first. */
export async function listSubscriptions(
  deps: Deps,
  scope: Scope,
  input: ListRecordsInput,
): Promise<Page<SubscriptionDto>> {
  const { personId, status, search, cursor, limit } = input
  const whose = await whoseRecords(deps, scope, personId)
  const after = readCursor(cursor)
  const rows = await deps.db
    .select({ subscription: subscriptions, person })
    .from(subscriptions)
    .leftJoin(people, eq(people.id, subscriptions.personId))
    .where(
      and(
        eq(subscriptions.workspaceId, scope.workspaceId),
        whose ? eq(subscriptions.personId, whose) : undefined,
        status ? eq(subscriptions.status, status) : undefined,
        search ? subscriptionsFitting(scope, search) : undefined,
        after
          ? sql`(${subscriptions.providerUpdatedAt}, ${subscriptions.id}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(subscriptions.providerUpdatedAt), desc(subscriptions.id))
    .limit(limit + 1)
  const items = await itemsBySubscription(
    deps,
    scope,
    rows.map(({ subscription }) => subscription.providerId),
  )
  return toPage(
    rows,
    limit,
    ({ subscription }) => ({ at: subscription.providerUpdatedAt, id: subscription.id }),
    row => toSubscriptionDto(row, items.get(keyOf(row.subscription)) ?? []),
  )
}

const keyOf = ({ provider, providerId }: { provider: string; providerId: string }) => `${provider}:${providerId}`

async function itemsBySubscription(
  { db }: Deps,
  scope: Scope,
  providerIds: string[],
): Promise<Map<string, SubscriptionItemDto[]>> {
  const found = new Map<string, SubscriptionItemDto[]>()
  if (providerIds.length === 0) return found
  const rows = await db
    .select()
    .from(subscriptionItems)
    .where(
      and(
        eq(subscriptionItems.workspaceId, scope.workspaceId),
        inArray(subscriptionItems.subscriptionProviderId, providerIds),
      ),
    )
    .orderBy(asc(subscriptionItems.periodStart), asc(subscriptionItems.id))
  for (const row of rows) {
    const key = keyOf({ provider: row.provider, providerId: row.subscriptionProviderId ?? '' })
    found.set(key, [...(found.get(key) ?? []), toItemDto(row)])
  }
  return found
}

/** Statuses in which a subscription goes on, the best first. */
const live = ['active', 'trialing', 'past_due', 'incomplete']

/** The subscription that a person has now; null when none goes on. */
export async function currentSubscription(
  deps: Deps,
  scope: Scope,
  { personId }: OfPerson,
): Promise<SubscriptionDto | null> {
  const whose = await whoseOwn(deps, scope, personId)
  const order = sql`array_position(array['active', 'trialing', 'past_due', 'incomplete'], ${subscriptions.status})`
  const [row] = await deps.db
    .select({ subscription: subscriptions, person })
    .from(subscriptions)
    .leftJoin(people, eq(people.id, subscriptions.personId))
    .where(
      and(
        eq(subscriptions.workspaceId, scope.workspaceId),
        eq(subscriptions.personId, whose),
        inArray(subscriptions.status, live),
      ),
    )
    .orderBy(order, desc(subscriptions.providerUpdatedAt), desc(subscriptions.id))
    .limit(1)
  if (!row) return null
  const items = await itemsBySubscription(deps, scope, [row.subscription.providerId])
  return toSubscriptionDto(row, items.get(keyOf(row.subscription)) ?? [])
}

/** What a person may use now: tier `free` when nothing of theirs gives more. */
export async function getEntitlements(deps: Deps, scope: Scope, { personId }: OfPerson): Promise<EntitlementDto> {
  const whose = await whoseOwn(deps, scope, personId)
  const now = deps.clock.now()
  const [stored] = await deps.db
    .select()
    .from(entitlements)
    .where(and(eq(entitlements.workspaceId, scope.workspaceId), eq(entitlements.personId, whose)))
  const isValid = stored && (stored.validUntil === null || stored.validUntil > now)
  // What ended without a word of the provider's may leave something smaller that goes on.
  const rest = stored && !isValid ? deriveEntitlement(await itemsOf(deps.db, scope.workspaceId, whose), now) : null
  const { tier, features, validUntil } = (isValid ? stored : rest) ?? freeEntitlement
  return { tier: tierNamed(tier), features, validUntil: validUntil?.toISOString() ?? null }
}

const tierNamed = (name: string): Tier => tiers.find(tier => tier === name) ?? 'free'
