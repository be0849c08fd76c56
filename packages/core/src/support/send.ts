import { conversations, type Db, messages, receivedEmails } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, forbidden, notFound, type Scope, takeRate } from '../kernel/index.ts'
import { append, type NewMessage } from './append-message.ts'
import { forgetDelivery, replaceDelivery } from './channels/request-delivery.ts'
import { acceptWaiting } from './escalate.ts'
import type { EditMessageInput, SendAsAgentInput, SendMessageInput } from './inputs.ts'
import { type ConversationRow, lockToWrite } from './lock-conversation.ts'
import { readMessage } from './message-rows.ts'
import type { MessageDto } from './model.ts'
import { requestReply } from './reply-request.ts'
import { touchMessage } from './touch-message.ts'
import { watchReading } from './unread-answers.ts'
import { personOf } from './who.ts'

const place = ({ id, conversationId, seq }: MessageDto) => ({
  entity: 'message',
  entityId: id,
  after: { conversationId, seq },
})

/** @throws DomainError `limit_reached` when a customer sends faster than anybody writes. */
async function admitMessage(deps: Deps, { actor }: Scope): Promise<void> {
  if (actor.kind === 'person' && actor.role === 'member') await takeRate(deps, deps.limits.messages, actor.id)
}

/** A customer who writes again has something more: what was settled is open again. */
async function wake(tx: Db, { id, status }: ConversationRow): Promise<void> {
  if (status !== 'resolved' && status !== 'archived') return
  await tx.update(conversations).set({ status: 'active', resolvedAt: null }).where(eq(conversations.id, id))
}

/** Who answers a customer in person has taken over, and accepted what waits: the AI must not talk into it. */
async function stepIn(tx: Db, deps: Deps, { id, handler }: ConversationRow, personId: string): Promise<void> {
  await acceptWaiting(tx, id, personId, deps.clock.now())
  if (handler === 'staff') return
  await tx.update(conversations).set({ handler: 'staff', assigneeId: personId }).where(eq(conversations.id, id))
}

/**
 * Says something as oneself: the customer in their conversation, staff to a customer. A customer's message is answered by
 * the AI while it has the conversation; staff who answer take it over by that.
 * @throws DomainError `not_found`, `conflict`, `limit_reached`
 */
export async function sendMessage(deps: Deps, scope: Scope, input: SendMessageInput): Promise<MessageDto> {
  const personId = personOf(scope)
  if (personId === null) throw forbidden('A program speaks as an agent: messages.sendAsAgent')
  await admitMessage(deps, scope)
  return deps.db.transaction(async tx => {
    const conversation = await lockToWrite(tx, scope, input.conversationId)
    const isCustomer = conversation.personId === personId
    const { message, isNew } = await append(tx, deps, scope, {
      ...input,
      role: isCustomer ? 'user' : 'assistant',
      authorKind: isCustomer ? 'person' : 'staff',
      authorId: personId,
    })
    if (!isNew) return message
    if (isCustomer) {
      await wake(tx, conversation)
      if (conversation.handler === 'ai') await requestReply(tx, deps, scope, conversation.id, message.seq)
    } else {
      await stepIn(tx, deps, conversation, personId)
      await watchReading(tx, deps, scope, conversation)
    }
    await audit(tx, scope, { action: 'messages.send', ...place(message) })
    return message
  })
}

/**
 * Says something as an AI, while the AI has the conversation.
 * @throws DomainError `conflict` when a person has taken over; `not_found`
 */
export async function sendAsAgent(deps: Deps, scope: Scope, input: SendAsAgentInput): Promise<MessageDto> {
  return deps.db.transaction(async tx => {
    const conversation = await lockToWrite(tx, scope, input.conversationId)
    if (conversation.handler === 'staff') throw conflict('A person has taken this conversation over')
    const agentId = input.agentId ?? conversation.agentId
    if (input.agentId) await chooseAgent(tx, scope, conversation, input.agentId)
    const { agentId: _, ...said } = input
    const sent: NewMessage = { ...said, role: 'assistant', authorKind: 'agent', authorId: agentId }
    const { message, isNew } = await append(tx, deps, scope, sent)
    if (isNew) await audit(tx, scope, { action: 'messages.sendAsAgent', ...place(message) })
    return message
  })
}

async function chooseAgent(tx: Db, scope: Scope, { id }: ConversationRow, agentId: string): Promise<void> {
  const isKnown = sql`exists (select from agents where agents.id = ${agentId} and agents.workspace_id = ${scope.workspaceId})`
  const chosen = await tx
    .update(conversations)
    .set({ agentId })
    .where(and(eq(conversations.id, id), isKnown))
    .returning({ id: conversations.id })
  if (chosen.length === 0) throw notFound('This agent')
}

/** Writes a note that only staff see. */
export async function writeNote(deps: Deps, scope: Scope, input: SendMessageInput): Promise<MessageDto> {
  return deps.db.transaction(async tx => {
    await lockToWrite(tx, scope, input.conversationId)
    const personId = personOf(scope)
    const author = { authorKind: personId ? ('staff' as const) : ('agent' as const), authorId: personId }
    const note = { ...input, ...author, role: 'assistant' as const, internal: true }
    const { message, isNew } = await append(tx, deps, scope, note)
    if (isNew) await audit(tx, scope, { action: 'messages.note', ...place(message) })
    return message
  })
}

type Found = typeof messages.$inferSelect

/** Holds the conversation of a message, and gives the message as it is then. */
async function holdMessage(tx: Db, scope: Scope, id: string): Promise<Found> {
  const here = and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id))
  const [found] = await tx.select({ conversationId: messages.conversationId }).from(messages).where(here)
  if (!found) throw notFound('This message')
  const { personId } = await lockToWrite(tx, scope, found.conversationId)
  const [row] = await tx.select().from(messages).where(here)
  const isCustomer = personId === personOf(scope) && scope.actor.kind === 'person' && scope.actor.role === 'member'
  if (!row || (row.internal && isCustomer)) throw notFound('This message')
  return row
}

const isOwn = (scope: Scope, { authorId, authorKind }: Found) =>
  authorKind !== 'system' && authorId !== null && authorId === personOf(scope)

/**
 * Changes the words of one's own message.
 * @throws DomainError `not_found`; `conflict` when it is somebody else's, or was removed.
 */
export async function editMessage(deps: Deps, scope: Scope, { id, content }: EditMessageInput): Promise<MessageDto> {
  return deps.db.transaction(async tx => {
    const found = await holdMessage(tx, scope, id)
    if (!isOwn(scope, found)) throw conflict('Only its author changes a message')
    if (found.deletedAt) throw conflict('This message was removed')
    await touchMessage(tx, deps, found, { content, editedAt: deps.clock.now() })
    await replaceDelivery(tx, deps, scope, { ...found, content })
    const message = await readMessage(tx, scope, id)
    await audit(tx, scope, { action: 'messages.edit', ...place(message) })
    return message
  })
}

/**
 * Takes a message back: what it said and brought is gone, its place stays. One's own; staff also what others said.
 * @throws DomainError `not_found`; `conflict` for a customer whose message it is not.
 */
export async function removeMessage(deps: Deps, scope: Scope, { id }: ById): Promise<MessageDto> {
  return deps.db.transaction(async tx => {
    const found = await holdMessage(tx, scope, id)
    const { actor } = scope
    const isCustomer = actor.kind === 'person' && actor.role === 'member'
    if (isCustomer && !isOwn(scope, found)) throw conflict('Only its author takes a message back')
    if (!found.deletedAt) {
      await tx.execute(sql`delete from attachments where message_id = ${id}`)
      await forgetDelivery(tx, id)
      // Its ids stay, for what answers to it.
      await tx.update(receivedEmails).set({ text: '' }).where(eq(receivedEmails.messageId, id))
      await touchMessage(tx, deps, found, { content: '', citations: null, deletedAt: deps.clock.now() })
    }
    const message = await readMessage(tx, scope, id)
    await audit(tx, scope, { action: 'messages.remove', ...place(message) })
    return message
  })
}
