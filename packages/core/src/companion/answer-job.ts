import { companionMessages, type Db, workspaces } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { systemScope } from '../identity/index.ts'
import { type Deps, runWorkflow, type Scope, type WorkflowRun } from '../kernel/index.ts'
import { isAffordable } from './answer/budget.ts'
import { type Conversed, converse } from './answer/converse.ts'
import { finish } from './answer/finish.ts'
import { historyOf } from './answer/history.ts'
import { instructionsFor } from './answer/instructions.ts'
import { answerRequest } from './answer-request.ts'
import { type AnswerInput, answerJob } from './jobs.ts'

/** After the first: what fails is mostly gone in a minute. */
const rules = { retries: 3, delay: 3_000 }

const noModel =
  'There is no language model in this installation, so nobody can answer in words. The same tools can be run by hand below.'
const tooDear = 'The companion has used what it may in 24 hours. The same tools can be run by hand below.'

const openingShape = z.object({ failure: z.string().nullable() })

/** Answers a question: every way through it ends in a message that says what was found, or why nothing was. */
export async function run(deps: Deps, input: AnswerInput): Promise<void> {
  const scope = systemScope(input.workspaceId, 'companion')
  await runWorkflow(
    deps,
    answerJob,
    answerRequest(input),
    {
      ...rules,
      giveUp: (tx, _workflowId, error) =>
        finish(tx, deps, input, { text: '', failure: `Something went wrong while answering: ${error}`, use: null }),
    },
    run => answer(deps, scope, input, run),
  )
}

async function answer(deps: Deps, scope: Scope, input: AnswerInput, run: WorkflowRun) {
  const asked = await readAsked(deps.db, scope, input)
  if (!asked) return { answered: false }
  const opening = await run.step('opening', openingShape, async () => {
    if (!deps.llm) return { failure: noModel }
    return { failure: (await isAffordable(deps.db, scope, deps.clock.now())) ? null : tooDear }
  })
  const found: Conversed = opening.failure
    ? { text: '', failure: opening.failure, use: null }
    : await converse(deps, scope, {
        ...{ run, input, askedAt: asked.askedAt },
        messages: [{ role: 'system', content: instructionsFor(asked.house, deps.clock.now()) }, ...asked.history],
      })
  return run.commit('send', z.object({ answered: z.boolean() }), async tx => {
    await finish(tx, deps, input, found)
    return { answered: found.failure === null }
  })
}

/** The thread up to the question, and the house that it is asked of; null when it was removed, or answered. */
async function readAsked(db: Db, scope: Scope, { threadId, messageId }: AnswerInput) {
  const [row] = await db
    .select({ message: companionMessages, house: workspaces })
    .from(companionMessages)
    .innerJoin(workspaces, eq(workspaces.id, companionMessages.workspaceId))
    .where(and(eq(companionMessages.workspaceId, scope.workspaceId), eq(companionMessages.id, messageId)))
  if (row?.message.status !== 'writing') return null
  const history = await historyOf(db, threadId, row.message.seq)
  return { house: row.house, history, askedAt: row.message.createdAt }
}
