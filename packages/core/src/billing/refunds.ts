import { type Db, payments } from '@quarterdeck/db'
import { and, asc, eq, or, type SQL, sql } from 'drizzle-orm'
import { type NewPayment, upsertPayment } from './records.ts'

/** Stands in for a payment of which only its refund or its intent was told so far: whatever the provider says is newer. */
type Standin = NewPayment

export interface NewRefund {
  /** In all, in minor units. */
  refunded: number
  at: Date
  payment: Standin
}

export interface NewInvoicePayment {
  intentId: string
  payment: Standin
}

/** The provider's word for a payment; of one that was paid, also whether all or some of it went back. */
export const statusWithRefunds: SQL<string> = sql`case
  when ${payments.status} <> 'paid' or coalesce(${payments.refunded}, 0) = 0 then ${payments.status}
  when ${payments.refunded} >= ${payments.amount} then 'refunded' else 'partially_refunded' end`

/** Before anything that a provider says. */
const never = new Date(0)

const place = ({ workspaceId, provider }: NewPayment) =>
  and(eq(payments.workspaceId, workspaceId), eq(payments.provider, provider))

/** Keeps the latest word on what went back, apart from the payment, so that either may come first. */
export async function applyRefund(tx: Db, { refunded, at, payment }: NewRefund, now: Date): Promise<void> {
  const named = or(eq(payments.providerId, payment.providerId), eq(payments.intentId, payment.providerId))
  const [known] = await tx
    .select({ providerId: payments.providerId })
    .from(payments)
    .where(and(place(payment), named))
    .orderBy(asc(payments.providerId))
    .limit(1)
  if (!known) await upsertPayment(tx, { ...payment, providerUpdatedAt: never }, now)
  await noteRefund(tx, { ...payment, providerId: known?.providerId ?? payment.providerId }, { refunded, at }, now)
}

async function noteRefund(
  tx: Db,
  payment: NewPayment,
  { refunded, at }: Pick<NewRefund, 'refunded' | 'at'>,
  now: Date,
): Promise<void> {
  const moment = sql`${at.toISOString()}::timestamptz`
  await tx
    .update(payments)
    .set({
      ...{ refunded, refundedAt: at, updatedAt: now },
      changedAt: sql`greatest(${payments.providerUpdatedAt}, ${moment})`,
    })
    .where(
      and(
        place(payment),
        eq(payments.providerId, payment.providerId),
        // Several refunds of one second: the sum only grows.
        sql`(coalesce(${payments.refundedAt}, '-infinity'), coalesce(${payments.refunded}, 0)) < (${moment}, ${refunded}::bigint)`,
      ),
    )
}

/** Remembers which intent paid an invoice, and gives the invoice what was refunded under the intent's name. */
export async function joinIntent(tx: Db, { intentId, payment }: NewInvoicePayment, now: Date): Promise<void> {
  await upsertPayment(tx, { ...payment, providerUpdatedAt: never }, now)
  await tx
    .update(payments)
    .set({ intentId })
    .where(and(place(payment), eq(payments.providerId, payment.providerId)))
  const [alone] = await tx
    .delete(payments)
    .where(and(place(payment), eq(payments.providerId, intentId), eq(payments.providerUpdatedAt, never)))
    .returning({ refunded: payments.refunded, at: payments.refundedAt })
  if (alone?.refunded && alone.at) await noteRefund(tx, payment, { refunded: alone.refunded, at: alone.at }, now)
}
