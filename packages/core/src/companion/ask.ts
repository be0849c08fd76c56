import { companionMessages, companionThreads, type Db } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { audit, conflict, type Deps, newId, requestWorkflow, type Scope, takeRate } from '../kernel/index.ts'
import { answerRequest } from './answer-request.ts'
import type { AskCompanionInput } from './inputs.ts'
import { answerJob } from './jobs.ts'
import { advance } from './messages.ts'
import { lockThread, type ThreadRow, untitled } from './threads.ts'

export interface Asked {
  threadId: string
  /** The number of the question in its thread; the answer has the next one. */
  seq: number
  messageId: string
  answerId: string
}

async function findAsked(tx: Db, { id }: ThreadRow, clientId: string | undefined): Promise<Asked | null> {
  if (clientId === undefined) return null
  const [question] = await tx
    .select()
    .from(companionMessages)
    .where(and(eq(companionMessages.threadId, id), eq(companionMessages.clientId, clientId)))
  if (!question) return null
  const [answer] = await tx
    .select({ id: companionMessages.id })
    .from(companionMessages)
    .where(and(eq(companionMessages.threadId, id), eq(companionMessages.seq, question.seq + 1)))
  return { threadId: id, seq: question.seq, messageId: question.id, answerId: answer?.id ?? '' }
}

/** The first words of a question, as a title. */
const titleOf = (question: string): string => {
  const line = question.replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

/**
 * Asks the companion: the question is stored, and an answer that is being written, in one transaction with the workflow
 * that writes it. The same `clientId` gives what it made the first time.
 * @throws DomainError `not_found`; `conflict` while an answer is being written; `limit_reached`
 */
export async function askCompanion(deps: Deps, scope: Scope, input: AskCompanionInput): Promise<Asked> {
  const { actor, workspaceId } = scope
  if (deps.llm && actor.kind !== 'system') await takeRate(deps, deps.limits.costly, `${actor.kind}:${actor.id}`)
  const { threadId, question, clientId } = input
  return deps.db.transaction(async tx => {
    const thread = await lockThread(tx, scope, threadId)
    const known = await findAsked(tx, thread, clientId)
    if (known) return known
    await refuseWhileWriting(tx, thread)
    const now = deps.clock.now()
    const { seq, change } = await advance(tx, threadId, { messages: 2, at: now })
    const ids = { messageId: newId(), answerId: newId() }
    const shared = { workspaceId, threadId, createdAt: now }
    await tx.insert(companionMessages).values([
      {
        ...{ ...shared, id: ids.messageId, seq: seq - 1, change: change - 1, role: 'user', status: 'done' },
        ...{ content: question, clientId },
      },
      { ...shared, id: ids.answerId, seq, change, role: 'assistant', status: 'writing' },
    ])
    if (thread.title === untitled)
      await tx
        .update(companionThreads)
        .set({ title: titleOf(question) })
        .where(eq(companionThreads.id, threadId))
    await requestWorkflow(tx, deps, answerJob, answerRequest({ workspaceId, threadId, messageId: ids.answerId }))
    await audit(tx, scope, { action: 'companion.ask', entity: 'companion_thread', entityId: threadId, after: { seq } })
    return { threadId, seq: seq - 1, ...ids }
  })
}

/** @throws DomainError `conflict` */
async function refuseWhileWriting(tx: Db, { id }: ThreadRow): Promise<void> {
  const [writing] = await tx
    .select({ id: companionMessages.id })
    .from(companionMessages)
    .where(and(eq(companionMessages.threadId, id), eq(companionMessages.status, 'writing')))
    .limit(1)
  if (writing) throw conflict('An answer is being written in this thread: wait for it, or begin another thread')
}
