import { type ConversationChannel, conversations, type Db, identities, members, people } from '@quarterdeck/db'
import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { audit, type Deps, newId, nextNumber, type Scope } from '../../kernel/index.ts'
import { append } from '../append-message.ts'
import { lockConversation } from '../lock-conversation.ts'
import { mark } from '../milestones.ts'
import { longestMessage } from '../model.ts'
import { requestReply } from '../reply-request.ts'

export interface Incoming {
  channel: ConversationChannel
  /** What the sender is known by, such as `tel:+4930123456`. */
  subject: string
  name: string | null
  content: string
  /** The same again is the same message. */
  clientId: string
}

/** Whoever is known by this name, or somebody new. Two first messages at once find one person. */
async function senderOf(tx: Db, deps: Deps, scope: Scope, { subject, name }: Incoming): Promise<string> {
  const { workspaceId } = scope
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sender:${workspaceId}:${subject}`}, 0))`)
  const isKnown = and(
    ...[eq(identities.workspaceId, workspaceId), eq(identities.provider, 'user'), eq(identities.subject, subject)],
  )
  const [known] = await tx.select({ personId: identities.personId }).from(identities).where(isKnown)
  if (known) return known.personId
  const id = newId()
  await tx.insert(people).values({ id, name, lastSeenAt: deps.clock.now() })
  await tx.insert(members).values({ workspaceId, personId: id, role: 'member' })
  await tx.insert(identities).values({ workspaceId, provider: 'user', subject, personId: id })
  return id
}

/** The customer's open conversation on this channel, or their last that was settled; else a new one. */
async function conversationFor(tx: Db, deps: Deps, scope: Scope, personId: string, channel: ConversationChannel) {
  const { workspaceId } = scope
  const [last] = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        ...[eq(conversations.workspaceId, workspaceId), eq(conversations.personId, personId)],
        ...[eq(conversations.channel, channel), ne(conversations.status, 'archived')],
      ),
    )
    .orderBy(desc(conversations.lastMessageAt))
    .limit(1)
  if (last) return last.id
  const now = deps.clock.now()
  const number = await nextNumber(tx, workspaceId, 'conversations')
  const [made] = await tx
    .insert(conversations)
    .values({ workspaceId, personId, number, channel, lastMessageAt: now, createdAt: now, updatedAt: now })
    .returning()
  if (!made) throw new Error('The conversation was not stored')
  await mark(tx, deps, scope, 'conversation_opened', made)
  await audit(tx, scope, {
    ...{ action: 'conversations.create', entity: 'conversation', entityId: made.id, after: { number, channel } },
  })
  return made.id
}

/** Takes in what a customer sent on a channel of theirs; it is answered like any other message. */
export async function receive(tx: Db, deps: Deps, scope: Scope, incoming: Incoming): Promise<void> {
  const personId = await senderOf(tx, deps, scope, incoming)
  const conversationId = await conversationFor(tx, deps, scope, personId, incoming.channel)
  const { handler } = await lockConversation(tx, scope, conversationId)
  const { message, isNew } = await append(tx, deps, scope, {
    ...{ conversationId, role: 'user', authorKind: 'person', authorId: personId },
    content: incoming.content.replaceAll('\u0000', '\ufffd').slice(0, longestMessage),
    clientId: incoming.clientId,
  })
  if (!isNew) return
  // A customer who writes again has something more.
  await tx
    .update(conversations)
    .set({ status: 'active', resolvedAt: null })
    .where(and(eq(conversations.id, conversationId), inArray(conversations.status, ['resolved', 'archived'])))
  if (handler === 'ai') await requestReply(tx, deps, scope, conversationId, message.seq)
}
