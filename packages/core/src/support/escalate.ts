import { type ConversationPriority, conversations, type Db, escalations } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, later, minutes, notFound, type Scope } from '../kernel/index.ts'
import { appendMessage } from './append-message.ts'
import { readConversation } from './conversation-rows.ts'
import { leastLoaded } from './duty.ts'
import { type EscalateInput, priorities } from './inputs.ts'
import { type ConversationRow, lockToWrite } from './lock-conversation.ts'
import { mark } from './milestones.ts'
import type { ConversationDto } from './model.ts'
import { tellStaff } from './notices.ts'
import { sayWhen } from './reply/words.ts'
import { supportSettings } from './settings.ts'

const moreUrgent = (one: ConversationPriority, other: ConversationPriority): ConversationPriority =>
  priorities.indexOf(one) > priorities.indexOf(other) ? one : other

/** Says something to the customer in the house's own name. */
export const saySystem = (
  tx: Db,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  scope: Scope,
  conversationId: string,
  content: string,
) => appendMessage(tx, deps, scope, { conversationId, role: 'system', authorKind: 'system', content })

/** The escalation of a conversation that is not resolved; it is held with its conversation. */
export async function openEscalation(tx: Db, conversationId: string) {
  const [row] = await tx
    .select()
    .from(escalations)
    .where(and(eq(escalations.conversationId, conversationId), isNull(escalations.resolvedAt)))
  return row ?? null
}

interface Asked {
  reason: string
  priority: ConversationPriority
}

/** One that is open already gets more urgent at most: a conversation waits once. */
async function raise(tx: Db, scope: Scope, row: typeof escalations.$inferSelect, asked: Asked) {
  const priority = moreUrgent(asked.priority, row.priority)
  if (priority === row.priority) return
  const dueAt = later(row.openedAt, minutes((await supportSettings(tx, scope)).dueMinutes[priority]))
  await tx.update(escalations).set({ priority, dueAt }).where(eq(escalations.id, row.id))
}

async function open(tx: Db, deps: Deps, scope: Scope, conversation: ConversationRow, asked: Asked): Promise<void> {
  const now = deps.clock.now()
  const settings = await supportSettings(tx, scope)
  const dueMinutes = settings.dueMinutes[asked.priority]
  const dueAt = later(now, minutes(dueMinutes))
  const assigneeId = conversation.assigneeId ?? (await leastLoaded(tx, scope))
  const [made] = await tx
    .insert(escalations)
    .values({
      ...{ workspaceId: scope.workspaceId, conversationId: conversation.id, dueAt, assigneeId, openedAt: now },
      ...asked,
      // Who has taken it over is there already.
      ...(conversation.handler === 'staff' && conversation.assigneeId && { acceptedAt: now }),
    })
    .returning({ id: escalations.id })
  if (!made) throw new Error('The escalation was not stored')
  await tx
    .update(conversations)
    .set({
      ...{ status: 'escalated', resolvedAt: null, assigneeId, updatedAt: now },
      priority: moreUrgent(asked.priority, conversation.priority),
    })
    .where(eq(conversations.id, conversation.id))
  const usual = sayWhen(dueMinutes, conversation.language)
  await mark(tx, deps, scope, 'conversation_escalated', conversation, { priority: asked.priority })
  await saySystem(tx, deps, scope, conversation.id, (assigneeId === null && settings.offline) || usual)
  await tellStaff(tx, deps, scope, { conversationId: conversation.id, escalationId: made.id, occasion: 'opened' })
}

/**
 * The same in a transaction that holds the conversation.
 * @returns whether an escalation was opened: false when one was open already.
 */
export async function escalateHeld(
  tx: Db,
  deps: Deps,
  scope: Scope,
  conversation: ConversationRow,
  asked: Asked,
): Promise<boolean> {
  const known = await openEscalation(tx, conversation.id)
  if (known) await raise(tx, scope, known, asked)
  else await open(tx, deps, scope, conversation, asked)
  const { priority } = asked
  const after = { priority, opened: !known }
  await audit(tx, scope, {
    ...{ action: 'conversations.escalate', entity: 'conversation', entityId: conversation.id, after },
  })
  return !known
}

/**
 * Asks for a person: a place in the queue with a due time, whoever is on duty and has least to do, and word to the customer
 * and to staff. The AI goes on until somebody takes over.
 * @throws DomainError `not_found`
 */
export async function escalate(
  deps: Deps,
  scope: Scope,
  { id, reason, priority }: EscalateInput,
): Promise<ConversationDto> {
  return deps.db.transaction(async tx => {
    const conversation = await lockToWrite(tx, scope, id)
    await escalateHeld(tx, deps, scope, conversation, { reason, priority })
    return readConversation(tx, scope, id, deps.clock.now())
  })
}

/** The escalation that waits in a conversation, if there is one, is now somebody's. */
export async function acceptWaiting(tx: Db, conversationId: string, assigneeId: string, now: Date): Promise<void> {
  await tx
    .update(escalations)
    .set({ assigneeId, acceptedAt: now })
    .where(
      and(
        ...[eq(escalations.conversationId, conversationId), isNull(escalations.resolvedAt)],
        isNull(escalations.acceptedAt),
      ),
    )
}

/** Ends the open escalation of a conversation, if there is one. */
export async function endEscalation(tx: Db, conversationId: string, now: Date): Promise<void> {
  await tx
    .update(escalations)
    .set({ resolvedAt: now })
    .where(and(eq(escalations.conversationId, conversationId), isNull(escalations.resolvedAt)))
}

/** @throws DomainError `not_found`; `conflict` when it was resolved. */
export async function conversationOf(tx: Db, scope: Scope, { id }: ById): Promise<string> {
  const [row] = await tx
    .select({ conversationId: escalations.conversationId, resolvedAt: escalations.resolvedAt })
    .from(escalations)
    .where(and(eq(escalations.workspaceId, scope.workspaceId), eq(escalations.id, id)))
  if (!row) throw notFound('This escalation')
  if (row.resolvedAt) throw conflict('This escalation was resolved')
  return row.conversationId
}
