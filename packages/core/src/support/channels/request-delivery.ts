import { attachments, type CarriedChannel, type ConversationChannel, type Db, messageDeliveries } from '@quarterdeck/db'
import { and, asc, eq } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import { deliverQueue } from './delivery-queue.ts'
import { splitText } from './split-text.ts'

const carried: Partial<Record<ConversationChannel, CarriedChannel>> = {
  email: 'email',
  whatsapp: 'whatsapp',
  sms: 'sms',
}

/** The channel by which answers leave; null where they are read here. */
export const carriedBy = (channel: ConversationChannel): CarriedChannel | null => carried[channel] ?? null

/** What is sent for a message: e-mail takes its files along, telephones are told that there are some. */
export async function partsOf(tx: Db, message: { id: string; content: string }, channel: CarriedChannel) {
  if (channel === 'email') return [message.content]
  const files = await tx
    .select({ name: attachments.name })
    .from(attachments)
    .where(eq(attachments.messageId, message.id))
    .orderBy(asc(attachments.createdAt), asc(attachments.id))
  const named = files.map(({ name }) => `[A file that cannot be sent here: ${name}]`)
  return splitText([message.content, ...named].join('\n'))
}

interface Leaving {
  id: string
  conversationId: string
  seq: number
  content: string
}

/** Has a message sent to the customer outside when the caller's transaction commits. */
export async function requestDelivery(
  tx: Db,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  message: Leaving,
  channel: CarriedChannel,
): Promise<void> {
  const now = deps.clock.now()
  const { id: messageId, conversationId, seq } = message
  const rows = (await partsOf(tx, message, channel)).map((body, part) => ({
    ...{ workspaceId, conversationId, messageId, seq, part, channel, body, dueAt: now, createdAt: now, updatedAt: now },
  }))
  if (rows.length === 0) return
  await tx.insert(messageDeliveries).values(rows)
  await deps.jobs.enqueue(tx, deliverQueue, { conversationId })
}

/** What waits is not sent: its message was taken back. What is on its way cannot be called back. */
export async function forgetDelivery(tx: Db, messageId: string): Promise<void> {
  const isWaiting = and(eq(messageDeliveries.messageId, messageId), eq(messageDeliveries.status, 'waiting'))
  await tx.delete(messageDeliveries).where(isWaiting)
}

/** Sends the new words instead of the old, unless those were tried already. */
export async function replaceDelivery(
  tx: Db,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  scope: Pick<Scope, 'workspaceId'>,
  message: Leaving,
): Promise<void> {
  const rows = await tx
    .select()
    .from(messageDeliveries)
    .where(eq(messageDeliveries.messageId, message.id))
    .for('update')
  const [first] = rows
  if (!first || rows.some(({ tries, status }) => tries > 0 || status !== 'waiting')) return
  await tx.delete(messageDeliveries).where(eq(messageDeliveries.messageId, message.id))
  await requestDelivery(tx, deps, scope, message, first.channel)
}
