import {
  attachments,
  type Citation,
  conversations,
  type Db,
  type MessageAuthor,
  type MessageRole,
  messages,
} from '@quarterdeck/db'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { conflict, type Deps, newId, notFound, type Scope } from '../kernel/index.ts'
import { carriedBy, requestDelivery } from './channels/request-delivery.ts'
import { lockConversation } from './lock-conversation.ts'
import { readMessage } from './message-rows.ts'
import type { MessageDto } from './model.ts'

export interface NewMessage {
  conversationId: string
  role: MessageRole
  authorKind: MessageAuthor
  /** A person's id, or an agent's. */
  authorId?: string | null | undefined
  /** At most `longestMessage` characters. */
  content: string
  internal?: boolean | undefined
  clientId?: string | undefined
  /** Uploaded by this author into this conversation, and of no message yet. */
  attachmentIds?: readonly string[] | undefined
  citations?: Citation[] | undefined
  model?: string | undefined
  tokens?: number | undefined
  costMicros?: number | undefined
  latencyMs?: number | undefined
  confidence?: number | undefined
  workflowId?: string | undefined
}

interface Appended {
  message: MessageDto
  /** False: this `clientId` was sent before, and `message` is what it made then. */
  isNew: boolean
}

/** @throws DomainError `conflict` when somebody else used the id: their message is none of the caller's business. */
async function findSent(tx: Db, scope: Scope, { conversationId, clientId, authorId }: NewMessage) {
  if (clientId === undefined) return null
  const [known] = await tx
    .select({ id: messages.id, authorId: messages.authorId })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.clientId, clientId)))
  if (!known) return null
  if (known.authorId !== (authorId ?? null)) throw conflict('Somebody else used this clientId here: send another')
  return readMessage(tx, scope, known.id)
}

async function claimAttachments(tx: Db, message: NewMessage, messageId: string): Promise<void> {
  const { attachmentIds = [], conversationId, authorId } = message
  if (attachmentIds.length === 0) return
  const ids = [...new Set(attachmentIds)]
  const claimed = await tx
    .update(attachments)
    .set({ messageId })
    .where(
      and(
        eq(attachments.conversationId, conversationId),
        inArray(attachments.id, ids),
        isNull(attachments.messageId),
        authorId ? eq(attachments.uploaderId, authorId) : isNull(attachments.uploaderId),
      ),
    )
    .returning({ id: attachments.id })
  if (claimed.length < ids.length) throw notFound('One of these attachments')
}

/** Takes the next `seq` and `change` of a conversation that the transaction holds. */
async function advance(tx: Db, deps: Pick<Deps, 'clock'>, { conversationId, role, internal }: NewMessage, at: Date) {
  const isAnswer = role === 'assistant' && !internal
  const [row] = await tx
    .update(conversations)
    .set({
      lastSeq: sql`${conversations.lastSeq} + 1`,
      lastChange: sql`${conversations.lastChange} + 1`,
      // A note is no news to the customer, in whose list the conversation stands too.
      ...(!internal && { lastMessageAt: at }),
      ...(isAnswer && {
        firstResponseAt: sql`coalesce(${conversations.firstResponseAt}, ${at.toISOString()}::timestamptz)`,
      }),
      updatedAt: deps.clock.now(),
    })
    .where(eq(conversations.id, conversationId))
    .returning({
      ...{ seq: conversations.lastSeq, change: conversations.lastChange },
      ...{ channel: conversations.channel, origin: conversations.origin },
    })
  if (!row) throw notFound('This conversation')
  return row
}

/**
 * The one way in which a message comes into a conversation, which the transaction holds already: see `appendMessage`. What
 * the house says to a customer on a channel of theirs is also sent there.
 */
export async function append(
  tx: Db,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  scope: Scope,
  message: NewMessage,
): Promise<Appended> {
  const { conversationId, role, authorKind, authorId = null, content, internal = false } = message
  const sent = await findSent(tx, scope, message)
  if (sent) return { message: sent, isNew: false }
  const createdAt = deps.clock.now()
  const { seq, change, channel, origin } = await advance(tx, deps, message, createdAt)
  const { clientId, citations, model, tokens, costMicros, latencyMs, confidence, workflowId } = message
  const id = newId()
  await tx.insert(messages).values({
    ...{
      id,
      workspaceId: scope.workspaceId,
      conversationId,
      seq,
      change,
      role,
      authorKind,
      authorId,
      content,
      internal,
    },
    ...{ clientId, citations, model, tokens, costMicros, latencyMs, confidence, workflowId, createdAt },
  })
  await claimAttachments(tx, message, id)
  const outside = carriedBy(channel)
  if (outside && !internal && authorKind !== 'person' && origin === 'product') {
    await requestDelivery(tx, deps, scope, { id, conversationId, seq, content }, outside)
  }
  return { message: await readMessage(tx, scope, id), isNew: true }
}

/**
 * Adds a message at the end of a conversation. The lock of the conversation's row orders those who write at once, so that
 * `seq` has no gap and whoever reads in the order of `change` misses nothing. The same `clientId` gives the first message.
 * @throws DomainError `not_found`, `conflict`
 */
export async function appendMessage(
  tx: Db,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  scope: Scope,
  message: NewMessage,
): Promise<MessageDto> {
  await lockConversation(tx, scope, message.conversationId)
  return (await append(tx, deps, scope, message)).message
}
