import { conversations, type Db, people } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { requireWriter } from '../identity/index.ts'
import { audit, type ById, conflict, type Deps, invalid, type Scope } from '../kernel/index.ts'
import { readConversation } from './conversation-rows.ts'
import { acceptWaiting, conversationOf, endEscalation, openEscalation, saySystem } from './escalate.ts'
import type { RateInput, TakeOverInput } from './inputs.ts'
import { type ConversationRow, lockConversation, lockToWrite } from './lock-conversation.ts'
import { mark } from './milestones.ts'
import type { ConversationDto } from './model.ts'
import { say } from './reply/words.ts'
import { personOf } from './who.ts'

type Change = Partial<typeof conversations.$inferInsert>

async function change(tx: Db, deps: Deps, scope: Scope, before: ConversationRow, action: string, set: Change) {
  await tx
    .update(conversations)
    .set({ ...set, updatedAt: deps.clock.now() })
    .where(eq(conversations.id, before.id))
  const { status, handler, assigneeId } = before
  await audit(tx, scope, {
    ...{ action, entity: 'conversation', entityId: before.id, before: { status, handler, assigneeId } },
    after: { status: set.status ?? status, handler: set.handler ?? handler, assigneeId: set.assigneeId ?? assigneeId },
  })
}

async function nameOf(tx: Db, personId: string): Promise<string> {
  const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId))
  return person?.name ?? 'A member of our team'
}

async function takeOverHeld(tx: Db, deps: Deps, scope: Scope, before: ConversationRow, assigneeId: string) {
  const { id } = before
  await requireWriter(tx, scope, assigneeId)
  const isNew = before.handler !== 'staff' || before.assigneeId !== assigneeId
  await acceptWaiting(tx, id, assigneeId, deps.clock.now())
  const reopened = before.status === 'resolved' || before.status === 'archived'
  const set: Change = { handler: 'staff', assigneeId, ...(reopened && { status: 'active', resolvedAt: null }) }
  await change(tx, deps, scope, before, 'conversations.takeOver', set)
  if (isNew)
    await saySystem(tx, deps, scope, id, say('joined', before.language, { name: await nameOf(tx, assigneeId) }))
}

/**
 * Gives a conversation to a person: from the moment that this commits, no answer of the AI is stored in it. An escalation
 * that waits is accepted by that.
 * @throws DomainError `not_found`; `invalid` for a program that names nobody; `conflict` with `unlessTaken` when somebody
 * else has it.
 */
export async function takeOver(deps: Deps, scope: Scope, input: TakeOverInput): Promise<ConversationDto> {
  const assigneeId = input.assigneeId ?? personOf(scope)
  if (!assigneeId) throw invalid('Name who takes over', [{ path: 'assigneeId', message: 'is needed' }])
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, input.id)
    const { handler, assigneeId: other } = before
    if (input.unlessTaken && handler === 'staff' && other && other !== assigneeId) {
      throw conflict(`${await nameOf(tx, other)} has taken this over already`)
    }
    await takeOverHeld(tx, deps, scope, before, assigneeId)
    return readConversation(tx, scope, input.id, deps.clock.now())
  })
}

/**
 * Takes an escalation from the queue for oneself; of two who do, the first has it.
 * @throws DomainError `not_found`; `conflict` when it was resolved, or somebody else has accepted it; `invalid` for a
 * program.
 */
export async function acceptEscalation(deps: Deps, scope: Scope, input: ById): Promise<ConversationDto> {
  const own = personOf(scope)
  if (!own) throw invalid('A person accepts an escalation: sign in as one, or use conversations.takeOver')
  return deps.db.transaction(async tx => {
    const id = await conversationOf(tx, scope, input)
    const before = await lockToWrite(tx, scope, id)
    const waiting = await openEscalation(tx, id)
    if (!waiting) throw conflict('This escalation was resolved')
    if (waiting.acceptedAt && waiting.assigneeId && waiting.assigneeId !== own) {
      throw conflict(`${await nameOf(tx, waiting.assigneeId)} has accepted this already`)
    }
    await takeOverHeld(tx, deps, scope, before, own)
    return readConversation(tx, scope, id, deps.clock.now())
  })
}

/**
 * Gives a conversation back to the AI. What was said until now is no reason to escalate again.
 * @throws DomainError `not_found`
 */
export async function handBack(deps: Deps, scope: Scope, { id }: ById): Promise<ConversationDto> {
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    const said = await saySystem(tx, deps, scope, id, say('handedBack', before.language))
    await endEscalation(tx, id, deps.clock.now())
    await change(tx, deps, scope, before, 'conversations.handBack', {
      ...{ handler: 'ai', handedBackSeq: said.seq },
      ...(before.status === 'escalated' && { status: 'active' }),
    })
    return readConversation(tx, scope, id, deps.clock.now())
  })
}

/**
 * Settles a conversation, and gives it back to the AI for what may come later.
 * @throws DomainError `not_found`
 */
export async function resolveConversation(deps: Deps, scope: Scope, { id }: ById): Promise<ConversationDto> {
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    const now = deps.clock.now()
    await endEscalation(tx, id, now)
    await change(tx, deps, scope, before, 'conversations.resolve', {
      ...{ status: 'resolved', resolvedAt: before.status === 'resolved' ? before.resolvedAt : now },
      ...{ handler: 'ai', handedBackSeq: before.lastSeq },
    })
    if (before.status !== 'resolved') await mark(tx, deps, scope, 'conversation_resolved', before)
    return readConversation(tx, scope, id, now)
  })
}

/** @throws DomainError `not_found` */
export async function reopenConversation(deps: Deps, scope: Scope, { id }: ById): Promise<ConversationDto> {
  return deps.db.transaction(async tx => {
    const before = await lockToWrite(tx, scope, id)
    const isSettled = before.status === 'resolved' || before.status === 'archived'
    const set: Change = isSettled ? { status: 'active', resolvedAt: null } : {}
    await change(tx, deps, scope, before, 'conversations.reopen', set)
    return readConversation(tx, scope, id, deps.clock.now())
  })
}

/**
 * How satisfied the customer was. It may be said again; the last word counts.
 * @throws DomainError `not_found`; `conflict` while it is not resolved, or for anybody but its customer.
 */
export async function rateConversation(deps: Deps, scope: Scope, input: RateInput): Promise<ConversationDto> {
  const { id, score, comment } = input
  return deps.db.transaction(async tx => {
    const before = await lockConversation(tx, scope, id)
    if (before.personId !== personOf(scope)) throw conflict('Only its customer rates a conversation')
    if (before.status !== 'resolved') throw conflict('A conversation is rated when it is resolved')
    const now = deps.clock.now()
    await tx
      .update(conversations)
      .set({ csatScore: score, csatComment: comment ?? null, csatAt: now, updatedAt: now })
      .where(eq(conversations.id, id))
    await mark(tx, deps, scope, 'conversation_rated', before, { score })
    await audit(tx, scope, { action: 'conversations.rate', entity: 'conversation', entityId: id, after: { score } })
    return readConversation(tx, scope, id, now)
  })
}
