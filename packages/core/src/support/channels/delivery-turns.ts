import { conversations, type Db, type DeliveryStatus, messageDeliveries } from '@quarterdeck/db'
import { and, eq, lte, sql } from 'drizzle-orm'
import { type Deps, later } from '../../kernel/index.ts'
import { touchMessage } from '../touch-message.ts'
import { rankOf } from './delivery-status.ts'

export type Delivery = typeof messageDeliveries.$inferSelect

/** How long one try may take before somebody else takes it up, in milliseconds: longer than a mail server is waited for. */
const claimed = 150_000
/** Half a minute, doubled each time up to an hour. The first is long enough for a provider's list to know a new message. */
const delay = (tries: number) => Math.min(30_000 * 2 ** (tries - 1), 3_600_000)
/** Within about seven hours; then somebody has to ask again. */
const maxTries = 12

/**
 * Takes the first part that waits in a conversation, if it is due: so parts and messages leave in their order, and one
 * process at a time sends. Nothing is locked meanwhile; who dies is followed by another.
 */
export async function claimNext({ db, clock }: Deps, conversationId: string): Promise<Delivery | null> {
  const now = clock.now()
  const first = sql`(select d.id from message_deliveries d where d.conversation_id = ${conversationId}
    and d.status = 'waiting' order by d.seq, d.part limit 1)`
  const [row] = await db
    .update(messageDeliveries)
    .set({ dueAt: later(now, claimed), tries: sql`${messageDeliveries.tries} + 1` })
    .where(
      and(eq(messageDeliveries.id, first), eq(messageDeliveries.status, 'waiting'), lte(messageDeliveries.dueAt, now)),
    )
    .returning()
  return row ?? null
}

/** Holds a delivery, and its conversation before it, as everybody who writes to one does. */
async function hold(tx: Db, id: string): Promise<Delivery | null> {
  const [found] = await tx
    .select({ conversationId: messageDeliveries.conversationId })
    .from(messageDeliveries)
    .where(eq(messageDeliveries.id, id))
  if (!found) return null
  const { conversationId } = found
  await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .for('update')
  const [row] = await tx.select().from(messageDeliveries).where(eq(messageDeliveries.id, id))
  return row ?? null
}

export interface News {
  status: Exclude<DeliveryStatus, 'waiting'>
  externalId?: string | undefined
  /** Why it failed. */
  error?: string | undefined
}

/**
 * Keeps what became of a delivery, whoever says so and in whatever order.
 * @returns false when it was known, or is about something that was sent anew since.
 */
export async function settle(tx: Db, deps: Pick<Deps, 'clock'>, id: string, news: News): Promise<boolean> {
  const row = await hold(tx, id)
  if (!row || (row.externalId && news.externalId && row.externalId !== news.externalId)) return false
  const { status, externalId = row.externalId, error = null } = news
  if (rankOf(status) <= rankOf(row.status)) {
    if (externalId !== row.externalId)
      await tx.update(messageDeliveries).set({ externalId }).where(eq(messageDeliveries.id, id))
    return false
  }
  await tx
    .update(messageDeliveries)
    .set({ status, externalId, error: error?.slice(0, 1_000) ?? null, body: null, dueAt: null })
    .where(eq(messageDeliveries.id, id))
  await touchMessage(tx, deps, { id: row.messageId, conversationId: row.conversationId })
  return true
}

export interface Failure {
  error: string
  isFinal: boolean
  /** In seconds. */
  retryAfter: number | undefined
}

/** A try failed: there will be another, or there is no sense in one. One that was taken over meanwhile decides nothing. */
export async function fail(
  deps: Deps,
  { id, tries }: Delivery,
  { error, isFinal, retryAfter = 0 }: Failure,
): Promise<void> {
  await deps.db.transaction(async tx => {
    const row = await hold(tx, id)
    if (row?.status !== 'waiting' || row.tries !== tries) return
    if (isFinal || tries >= maxTries) {
      await settle(tx, deps, id, { status: 'failed', error })
      return
    }
    const dueAt = later(deps.clock.now(), Math.max(delay(tries), retryAfter * 1_000))
    await tx
      .update(messageDeliveries)
      .set({ dueAt, error: error.slice(0, 1_000) })
      .where(eq(messageDeliveries.id, id))
    await touchMessage(tx, deps, { id: row.messageId, conversationId: row.conversationId })
  })
}
