import { companionCalls, companionMessages } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { type Deps, newId, type Scope } from '../kernel/index.ts'
import { advance } from './messages.ts'
import { callTool, type Outcome } from './tools/index.ts'

export interface NewCall {
  threadId: string
  messageId: string
  /** Where in the work for the message: the same place again is the same call. */
  place: string
  tool: string
  args: unknown
}

/** What a tool may give, as JSON. */
const longest = 2_000_000

/** Runs a tool and stores what it was asked and what it gave, under the next number of the thread. */
export async function keepCall(deps: Deps, scope: Scope, call: NewCall): Promise<{ number: number; outcome: Outcome }> {
  const { threadId, messageId, place, tool, args } = call
  const begun = performance.now()
  const ran = await callTool(deps, scope, { tool, args, threadId })
  const isLong = ran.result !== null && JSON.stringify(ran.result).length > longest
  const outcome: Outcome = isLong ? { result: null, error: 'The result is too large: ask for less' } : ran
  const milliseconds = Math.round(performance.now() - begun)
  return deps.db.transaction(async tx => {
    const now = deps.clock.now()
    const { call: number, change } = await advance(tx, threadId, { calls: 1, changes: 1, at: now })
    const [known] = await tx
      .select({ number: companionCalls.number })
      .from(companionCalls)
      .where(and(eq(companionCalls.messageId, messageId), eq(companionCalls.place, place)))
    // A process that died after this, and before its step was kept, left the call behind.
    if (known) return { number: known.number, outcome }
    await tx.insert(companionCalls).values({
      ...{ id: newId(), workspaceId: scope.workspaceId, threadId, messageId, number, place, tool, args },
      ...{ ...outcome, milliseconds, createdAt: now },
    })
    await tx.update(companionMessages).set({ change }).where(eq(companionMessages.id, messageId))
    return { number, outcome }
  })
}
