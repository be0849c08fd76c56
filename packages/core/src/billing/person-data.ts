import { entitlements, payments, subscriptionItems, subscriptions } from '@quarterdeck/db'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'
import { impersonal, impersonalPayment } from './payers.ts'
import { statusWithRefunds } from './refunds.ts'

const tables = [payments, subscriptions, subscriptionItems] as const

const theirs = (table: (typeof tables)[number], { workspaceId, personId, providers }: KnownPerson) =>
  and(
    eq(table.workspaceId, workspaceId),
    or(eq(table.personId, personId), providers.length > 0 ? inArray(table.payerSubject, providers) : undefined),
  )

const entitlement = ({ workspaceId, personId }: KnownPerson) =>
  and(eq(entitlements.workspaceId, workspaceId), eq(entitlements.personId, personId))

const nobody = { personId: null, payerSubject: null }

/** Money records are kept, because the law asks for them; whose they were is not. */
export const billingPersonSource: PersonSource = {
  export: async (db, person) => ({
    payments: await db.select().from(payments).where(theirs(payments, person)).limit(exportLimit),
    subscriptions: await db.select().from(subscriptions).where(theirs(subscriptions, person)).limit(exportLimit),
    subscriptionItems: await db
      .select()
      .from(subscriptionItems)
      .where(theirs(subscriptionItems, person))
      .limit(exportLimit),
    entitlements: await db.select().from(entitlements).where(entitlement(person)),
  }),
  erase: async (tx, person) => {
    await tx.delete(entitlements).where(entitlement(person))
    await tx
      .update(payments)
      .set({ ...nobody, ...impersonalPayment })
      .where(theirs(payments, person))
    await tx
      .update(subscriptions)
      .set({ ...nobody, ...impersonal })
      .where(theirs(subscriptions, person))
    await tx
      .update(subscriptionItems)
      .set({ ...nobody, ...impersonal })
      .where(theirs(subscriptionItems, person))
  },
  timeline: ({ workspaceId, personId }) => [
    sql`select coalesce(paid_at, failed_at, billed_at, provider_updated_at) as at, id, 'payment' as kind,
        'Payment ' || replace(${statusWithRefunds}, '_', ' ') as title,
        jsonb_build_object('paymentId', id, 'status', ${statusWithRefunds}, 'amount', amount, 'currency', currency) as data
      from payments where workspace_id = ${workspaceId} and person_id = ${personId}`,
    sql`select coalesce(started_at, created_at) as at, id, 'subscription' as kind, 'Subscription began' as title,
        jsonb_build_object('subscriptionId', id, 'status', status, 'periodEnd', period_end) as data
      from subscriptions where workspace_id = ${workspaceId} and person_id = ${personId}`,
  ],
}
