import { agents, conversations, type Db, escalations, members } from '@quarterdeck/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { requireWriter } from '../identity/index.ts'
import { audit, type Deps, forbidden, invalid, nextNumber, notFound, type Scope, takeRate } from '../kernel/index.ts'
import { readConversation } from './conversation-rows.ts'
import type { CreateConversationInput, UpdateConversationInput } from './inputs.ts'
import { type ConversationRow, lockToWrite } from './lock-conversation.ts'
import { mark } from './milestones.ts'
import type { ConversationDto } from './model.ts'
import { tellAssigned } from './notices.ts'
import { mayAnswer, personOf } from './who.ts'

/** Whose conversation it is to be: the caller's, or, for staff and programs, whoever they name. */
async function customerOf(db: Db, scope: Scope, personId: string | undefined): Promise<string> {
  const own = personOf(scope)
  if (personId === undefined || personId === own) {
    if (own) return own
    throw invalid('Name the person whose conversation it is', [{ path: 'personId', message: 'is needed' }])
  }
  if (!mayAnswer(scope)) throw forbidden('Only staff begin a conversation for somebody else')
  const [member] = await db
    .select({ id: members.personId })
    .from(members)
    .where(and(eq(members.workspaceId, scope.workspaceId), eq(members.personId, personId)))
  if (!member) throw notFound('This person')
  return member.id
}

/**
 * Begins a conversation; a customer may have many.
 * @throws DomainError `not_found`, `forbidden`, `invalid`, `limit_reached`
 */
export async function createConversation(
  deps: Deps,
  scope: Scope,
  input: CreateConversationInput,
  origin: 'product' | 'sample' = 'product',
): Promise<ConversationDto> {
  const { actor, workspaceId } = scope
  if (actor.kind === 'person' && actor.role === 'member') await takeRate(deps, deps.limits.messages, actor.id)
  return deps.db.transaction(async tx => {
    const personId = await customerOf(tx, scope, input.personId)
    const { personId: _, ...fields } = input
    const now = deps.clock.now()
    const number = await nextNumber(tx, workspaceId, 'conversations')
    const [made] = await tx
      .insert(conversations)
      .values({ ...fields, origin, workspaceId, personId, number, lastMessageAt: now, createdAt: now, updatedAt: now })
      .returning()
    if (!made) throw new Error('The conversation was not stored')
    await mark(tx, deps, scope, 'conversation_opened', made)
    const { channel, priority } = input
    await audit(tx, scope, {
      ...{ action: 'conversations.create', entity: 'conversation', entityId: made.id },
      after: { number, channel, priority },
    })
    return readConversation(tx, scope, made.id, now)
  })
}

async function requireAgent(tx: Db, { workspaceId }: Scope, id: string): Promise<void> {
  const [agent] = await tx
    .select({ id: agents.id })
    .from(agents)
    .where(and(eq(agents.workspaceId, workspaceId), eq(agents.id, id)))
  if (!agent) throw notFound('This agent')
}

/** Gives a conversation to somebody, and what waits of it in the queue: a colleague hears of it. Null: to nobody. */
async function assign(tx: Db, deps: Deps, scope: Scope, before: ConversationRow, assigneeId: string | null) {
  if (assigneeId) await requireWriter(tx, scope, assigneeId)
  await tx
    .update(escalations)
    .set({ assigneeId })
    .where(and(eq(escalations.conversationId, before.id), isNull(escalations.resolvedAt)))
  if (assigneeId && assigneeId !== before.assigneeId && assigneeId !== personOf(scope)) {
    await tellAssigned(tx, deps, scope, before, assigneeId)
  }
}

/**
 * Changes what is given.
 * @throws DomainError `not_found`
 */
export async function updateConversation(
  deps: Deps,
  scope: Scope,
  input: UpdateConversationInput,
): Promise<ConversationDto> {
  const { id, metadata, ...fields } = input
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    if (input.assigneeId !== undefined) await assign(tx, deps, scope, before, input.assigneeId)
    if (input.agentId) await requireAgent(tx, scope, input.agentId)
    const now = deps.clock.now()
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    const merged = metadata && { metadata: sql`${conversations.metadata} || ${JSON.stringify(metadata)}::text::jsonb` }
    const [row] = await tx
      .update(conversations)
      .set({ ...given, ...merged, updatedAt: now })
      .where(eq(conversations.id, id))
      .returning({ metadata: conversations.metadata })
    if (JSON.stringify(row?.metadata).length > 262_144) throw invalid('This conversation holds all the facts it may')
    const { status, priority, assigneeId, tags } = before
    // What was typed in is the team's; the log keeps what was decided.
    const { subject: _, category: __, product: ___, ...decided } = given
    await audit(tx, scope, {
      ...{ action: 'conversations.update', entity: 'conversation', entityId: id },
      ...{ before: { status, priority, assigneeId, tags }, after: decided },
    })
    return readConversation(tx, scope, id, now)
  })
}
