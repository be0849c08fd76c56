import { type ConversationChannel, conversations, type Db, identities, members, people } from '@quarterdeck/db'
import { and, desc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { audit, type Deps, newId, nextNumber, type Scope } from '../../kernel/index.ts'
import { append } from '../append-message.ts'
import { lockConversation } from '../lock-conversation.ts'
import { mark } from '../milestones.ts'
import { longestMessage, type MessageDto } from '../model.ts'
import { requestReply } from '../reply-request.ts'
import { type MediaSource, mediaQueue } from './media-queue.ts'

export interface Incoming {
  channel: ConversationChannel
  /** What the sender is known by, such as `tel:+4930123456`. */
  subject: string
  name: string | null
  /** Where answers go: a number, or an address. */
  contact: string
  content: string
  /** The same again is the same message. */
  clientId: string
  /** Which conversation it goes on with, if any. Without it: the last one on this channel. */
  thread?: (personId: string) => Promise<string | null>
  /** What a new conversation is called. */
  title?: string
  /** Files that are fetched before it is answered. */
  media?: readonly MediaSource[]
  /** A program wrote it by itself: it is kept where it belongs, wakes nobody and is not answered. */
  automatic?: boolean
}

/** Whose account has this address, proven to be theirs. */
async function ownerOf(tx: Db, { workspaceId }: Scope, email: string): Promise<string | null> {
  const [owner] = await tx
    .select({ id: people.id })
    .from(people)
    .innerJoin(members, and(eq(members.personId, people.id), eq(members.workspaceId, workspaceId)))
    .where(and(eq(people.email, email), isNotNull(people.emailVerifiedAt), isNull(people.deactivatedAt)))
  return owner?.id ?? null
}

/** Whoever is known by this name, or somebody new. Two first messages at once find one person. */
async function senderOf(tx: Db, deps: Deps, scope: Scope, incoming: Incoming): Promise<string> {
  const { subject, name, channel, contact } = incoming
  const { workspaceId } = scope
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sender:${workspaceId}:${subject}`}, 0))`)
  const owner = channel === 'email' ? await ownerOf(tx, scope, contact) : null
  if (owner) return owner
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

/** The customer's open conversation on this channel, or their last that was settled. */
async function lastOf(tx: Db, { workspaceId }: Scope, personId: string, channel: ConversationChannel) {
  const [last] = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        ...[eq(conversations.workspaceId, workspaceId), eq(conversations.personId, personId)],
        ...[eq(conversations.channel, channel), ne(conversations.status, 'archived')],
      ),
    )
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(1)
  return last?.id ?? null
}

async function begin(tx: Db, deps: Deps, scope: Scope, personId: string, { channel, title }: Incoming) {
  const { workspaceId } = scope
  const now = deps.clock.now()
  const number = await nextNumber(tx, workspaceId, 'conversations')
  const subject = title?.slice(0, 200) || null
  const [made] = await tx
    .insert(conversations)
    .values({ workspaceId, personId, number, channel, subject, lastMessageAt: now, createdAt: now, updatedAt: now })
    .returning()
  if (!made) throw new Error('The conversation was not stored')
  await mark(tx, deps, scope, 'conversation_opened', made)
  await audit(tx, scope, {
    ...{ action: 'conversations.create', entity: 'conversation', entityId: made.id, after: { number, channel } },
  })
  return made.id
}

/**
 * Takes in what a customer sent on a channel of theirs; it is answered like any other message.
 * @returns null when it was taken in before, or a program wrote it and it belongs nowhere.
 */
export async function receive(tx: Db, deps: Deps, scope: Scope, incoming: Incoming): Promise<MessageDto | null> {
  const { channel, contact, clientId, media = [], thread, automatic = false } = incoming
  const personId = await senderOf(tx, deps, scope, incoming)
  const known = thread ? await thread(personId) : await lastOf(tx, scope, personId, channel)
  if (automatic && !known) return null
  const conversationId = known ?? (await begin(tx, deps, scope, personId, incoming))
  const { handler } = await lockConversation(tx, scope, conversationId)
  const { message, isNew } = await append(tx, deps, scope, {
    ...{ conversationId, role: 'user', authorKind: 'person', authorId: personId, clientId },
    content: incoming.content.replaceAll('\u0000', '\ufffd').slice(0, longestMessage),
  })
  if (!isNew) return null
  if (!automatic) {
    const isSettled = and(eq(conversations.id, conversationId), inArray(conversations.status, ['resolved', 'archived']))
    await tx.update(conversations).set({ contact }).where(eq(conversations.id, conversationId))
    // A customer who writes again has something more.
    await tx.update(conversations).set({ status: 'active', resolvedAt: null }).where(isSettled)
  }
  if (media.length > 0) {
    const files = {
      workspaceId: scope.workspaceId,
      messageId: message.id,
      media: [...media],
      answer: !automatic,
      tries: 0,
    }
    await deps.jobs.enqueue(tx, mediaQueue, files)
  } else if (handler === 'ai' && !automatic) await requestReply(tx, deps, scope, conversationId, message.seq)
  return message
}
