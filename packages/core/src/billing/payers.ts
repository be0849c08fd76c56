import {
  type BillingProvider,
  type Db,
  identities,
  payments,
  people,
  subscriptionItems,
  subscriptions,
} from '@quarterdeck/db'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { refreshEntitlement } from './entitlements.ts'

export interface Payer {
  personId: string
  /** They were deleted: what is theirs is kept without their name. */
  isGone: boolean
}

/** Who stands behind a provider's payer: a user or payer id of Clerk, a customer of Stripe. */
export async function findPayer(
  tx: Db,
  workspaceId: string,
  provider: BillingProvider,
  subject: string | null,
): Promise<Payer | undefined> {
  if (!subject) return undefined
  const [row] = await tx
    .select({ personId: identities.personId, deactivatedAt: people.deactivatedAt })
    .from(identities)
    .innerJoin(people, eq(people.id, identities.personId))
    .where(
      and(eq(identities.workspaceId, workspaceId), eq(identities.provider, provider), eq(identities.subject, subject)),
    )
  return row && { personId: row.personId, isGone: row.deactivatedAt !== null }
}

const tables = [payments, subscriptions, subscriptionItems] as const

/**
 * Gives a payer's records to the person behind them, whichever of the two came first, and derives again what everybody
 * concerned may use. Call `lockPeople` first.
 * @param alias another of the provider's ids for the same payer.
 */
export async function linkPayer(
  tx: Db,
  workspaceId: string,
  provider: BillingProvider,
  subject: string,
  now: Date,
  alias: string | null = null,
): Promise<void> {
  const payer = await findPayer(tx, workspaceId, provider, subject)
  if (!payer) return
  const concerned = new Set([payer.personId])
  const aliases = provider === 'clerk' ? await payerIdsOf(tx, workspaceId, subject) : []
  const subjects = new Set([subject, ...aliases, ...(alias ? [alias] : [])])
  for (const each of subjects) {
    if (each !== subject) await namePayer(tx, workspaceId, each, payer.personId)
    for (const previous of await giveRecords(tx, workspaceId, provider, each, payer.personId)) concerned.add(previous)
  }
  if (payer.isGone) await forgetPayer(tx, payer.personId)
  for (const personId of concerned) await refreshEntitlement(tx, workspaceId, personId, now)
}

/** @returns whose the records were before. */
async function giveRecords(
  tx: Db,
  workspaceId: string,
  provider: BillingProvider,
  subject: string,
  personId: string,
): Promise<string[]> {
  const previous: string[] = []
  for (const table of tables) {
    const isTheirs = and(
      eq(table.workspaceId, workspaceId),
      eq(table.provider, provider),
      eq(table.payerSubject, subject),
      sql`${table.personId} is distinct from ${personId}`,
    )
    const rows = await tx
      .selectDistinct({ personId: table.personId })
      .from(table)
      .where(and(isTheirs, isNotNull(table.personId)))
    previous.push(...rows.flatMap(row => row.personId ?? []))
    await tx.update(table).set({ personId }).where(isTheirs)
  }
  return previous
}

/** Clerk's subscriptions name a payer, and only its payments say which user that is. */
async function payerIdsOf(tx: Db, workspaceId: string, userId: string): Promise<string[]> {
  const payerId = sql<string | null>`${payments.raw} -> 'payer' ->> 'id'`
  const rows = await tx
    .selectDistinct({ payerId })
    .from(payments)
    .where(
      and(eq(payments.workspaceId, workspaceId), eq(payments.provider, 'clerk'), eq(payments.payerSubject, userId)),
    )
  return rows.flatMap(row => (row.payerId && row.payerId !== userId ? [row.payerId] : []))
}

/** Remembers that a payer of Clerk's is this person. */
async function namePayer(tx: Db, workspaceId: string, payerId: string, personId: string): Promise<void> {
  await tx
    .insert(identities)
    .values({ workspaceId, provider: 'clerk', subject: payerId, personId })
    .onConflictDoUpdate({
      target: [identities.workspaceId, identities.provider, identities.subject],
      set: { personId },
    })
}

/** The provider's own record names people in many places; our columns hold what it is worth without them. */
export const impersonal = { raw: {} }
export const impersonalPayment = { raw: {}, cardType: null, cardLast4: null }

/** Money stays, without whose it was. */
async function forgetPayer(tx: Db, personId: string): Promise<void> {
  await tx.update(payments).set(impersonalPayment).where(eq(payments.personId, personId))
  await tx.update(subscriptions).set(impersonal).where(eq(subscriptions.personId, personId))
  await tx.update(subscriptionItems).set(impersonal).where(eq(subscriptionItems.personId, personId))
}
