import { companionCalls, companionMessages, type Db } from '@quarterdeck/db'
import { and, asc, desc, eq, isNotNull, lt } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import type { AnswerInput } from '../jobs.ts'
import { advance } from '../messages.ts'
import type { Conversed } from './converse.ts'
import { linkNumbers } from './numbers.ts'

/** Results of a thread that numbers of an answer are looked up in: the latest. */
const lookedAt = 40

/** Ends an answer: its text with its numbers linked, or why there is none. Once: a message that is settled stays so. */
export async function finish(tx: Db, deps: Deps, input: AnswerInput, { text, failure, use }: Conversed): Promise<void> {
  const { threadId, messageId } = input
  const now = deps.clock.now()
  const isOurs = and(eq(companionMessages.id, messageId), eq(companionMessages.status, 'writing'))
  const [message] = await tx.select().from(companionMessages).where(isOurs)
  if (!message) return
  const { change } = await advance(tx, threadId, { changes: 1, at: now })
  const numbers = text ? linkNumbers(text, await readGiven(tx, threadId, message.seq)) : []
  await tx
    .update(companionMessages)
    .set({
      ...{ change, content: text, failure, numbers, status: failure === null ? 'done' : 'failed' },
      ...{ model: use?.model ?? null, tokens: use?.tokens ?? null, costMicros: use?.costMicros ?? null },
      latencyMs: Math.max(0, now.getTime() - message.createdAt.getTime()),
    })
    .where(isOurs)
}

async function readGiven(tx: Db, threadId: string, seq: number) {
  const calls = await tx
    .select({ number: companionCalls.number, result: companionCalls.result, args: companionCalls.args })
    .from(companionCalls)
    .where(and(eq(companionCalls.threadId, threadId), isNotNull(companionCalls.result)))
    .orderBy(desc(companionCalls.number))
    .limit(lookedAt)
  const [question] = await tx
    .select({ content: companionMessages.content })
    .from(companionMessages)
    .where(
      and(eq(companionMessages.threadId, threadId), eq(companionMessages.role, 'user'), lt(companionMessages.seq, seq)),
    )
    .orderBy(desc(companionMessages.seq), asc(companionMessages.id))
    .limit(1)
  return { calls: calls.reverse(), question: question?.content ?? '' }
}
