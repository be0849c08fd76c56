import { z } from 'zod'
import { systemScope } from '../identity/index.ts'
import { type Deps, runWorkflow, type Scope, type WorkflowRun } from '../kernel/index.ts'
import { searchKnowledge } from '../knowledge/index.ts'
import { availableAgent, getAgent } from './agents.ts'
import type { AgentDto } from './model.ts'
import { checkReply, flawOf } from './reply/answer.ts'
import { isAffordable } from './reply/budget.ts'
import { type Decision, decide, decisionShape } from './reply/decide.ts'
import { type Draft, draftShape, generate, instructionsFor } from './reply/generate.ts'
import { type GuardVerdict, guard } from './reply/guard.ts'
import { passageShape, quotePassages, usable } from './reply/passages.ts'
import { type Outcome, sendReply, sentShape } from './reply/send.ts'
import { readTalk, type Talk } from './reply/talk.ts'
import { say } from './reply/words.ts'
import { type ReplyInput, replyJob, replyRequest } from './reply-request.ts'
import { supportSettings } from './settings.ts'

/** After the first: what fails is mostly gone in a minute. */
const rules = { retries: 4, delay: 3_000 }

const guardShape = z.object({
  language: z.string().nullable(),
  abuse: z.enum(['none', 'rude', 'threat']),
  injection: z.boolean(),
  asksForPerson: z.boolean(),
  smallTalk: z.enum(['greeting', 'thanks']).nullable(),
  empty: z.boolean(),
}) satisfies z.ZodType<GuardVerdict>
const foundShape = z.object({ passages: z.array(passageShape), withheld: z.number() })
type Found = z.infer<typeof foundShape>
const checkedShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), failure: z.string() }),
  z.object({ kind: z.literal('good'), outcome: z.custom<Outcome>() }),
])

/** Passages that are looked at for one question. */
const looked = 6

/** Answers a customer's message: every way through it ends in a message, or with a person. */
export async function run(deps: Deps, input: ReplyInput): Promise<void> {
  const scope = systemScope(input.workspaceId, 'reply')
  await runWorkflow(
    deps,
    replyJob,
    replyRequest(input),
    {
      ...rules,
      giveUp: async (tx, workflowId, error) => {
        const talk = await readTalk(tx, scope, input)
        const outcome: Outcome = { kind: 'escalate', reason: 'failed', detail: error, priority: 'high' }
        await sendReply(tx, deps, scope, {
          ...{ input, workflowId, question: talk?.question ?? '', agentId: talk?.agentId ?? null, outcome },
          ...{ language: talk?.language ?? null, askedAt: talk?.askedAt ?? null },
        })
      },
    },
    run => reply(deps, scope, input, run),
  )
}

async function reply(deps: Deps, scope: Scope, input: ReplyInput, run: WorkflowRun) {
  const talk = await readTalk(deps.db, scope, input)
  if (!talk) return { sent: false, what: 'gone' }
  const verdict = await run.step('guard', guardShape, async () => guard(talk.question))
  const language = verdict.language ?? talk.language
  const found = await run.step('retrieve', foundShape, () => retrieve(deps, scope, talk, verdict))
  const decision = await run.step('decide', decisionShape, async () =>
    decide({
      ...{ guard: verdict, hasFiles: talk.hasFiles, askedBack: talk.askedBack, hasModel: deps.llm !== null },
      telling: found.passages.filter(({ telling }) => telling).length,
      affordable: await isAffordable(deps.db, scope, input.conversationId, deps.clock.now()),
    }),
  )
  const agent = await chooseAgent(deps, scope, talk, language)
  const outcome =
    decision.action === 'answer'
      ? await write(deps, scope, { input, run, talk, agent, found, language })
      : settled(decision, found, language, (await supportSettings(deps.db, scope)).greeting)
  const { workflowId } = run
  const { question, askedAt } = talk
  return run.commit('send', sentShape, tx =>
    sendReply(tx, deps, scope, {
      ...{ input, workflowId, question, language, askedAt, outcome, agentId: agent?.id ?? null },
    }),
  )
}

/** What is found for the question; for one that says little, together with what was said before. */
async function retrieve(deps: Deps, scope: Scope, { question, before }: Talk, verdict: GuardVerdict): Promise<Found> {
  if (verdict.empty || verdict.injection || verdict.smallTalk) return { passages: [], withheld: 0 }
  const isShort = question.split(/\s+/).length < 5
  const query = (isShort ? `${question} ${before}` : question).replaceAll('\u0000', '').slice(0, 2_000)
  const search = { query, activeOnly: true, limit: looked, passages: true }
  const { items } = await searchKnowledge(deps, scope, search)
  return usable(items)
}

/** Who the conversation has, or who fits it best; null in a house without agents. */
async function chooseAgent(deps: Deps, scope: Scope, talk: Talk, language: string | null): Promise<AgentDto | null> {
  if (talk.agentId) return getAgent(deps, scope, { id: talk.agentId })
  const { category } = talk
  const wish = { ...(category && { category }), ...(language && { language }) }
  const [chat, support] = [
    { type: 'chat' as const, ...wish },
    { type: 'support' as const, ...wish },
  ]
  return (await availableAgent(deps, scope, chat)) ?? (await availableAgent(deps, scope, support))
}

/** What needs no model. */
function settled(
  decision: Exclude<Decision, { action: 'answer' }>,
  found: Found,
  language: string | null,
  greeting: string | null,
): Outcome {
  if (decision.action === 'escalate') {
    return { kind: 'escalate', reason: decision.reason, priority: decision.priority }
  }
  if (decision.action === 'passages') return passagesOutcome(decision.why, found, language)
  const content = (decision.what === 'greeting' && greeting) || say(decision.what, language)
  return { kind: 'ask', content, unanswered: decision.what === 'more' }
}

const passagesOutcome = (
  why: 'no_model' | 'model_failed' | 'budget',
  found: Found,
  language: string | null,
): Outcome => {
  const { text, citations } = quotePassages(found.passages)
  return { kind: 'passages', content: `${say(why, language)}\n\n${text}`, citations }
}

interface Writing {
  input: ReplyInput
  run: WorkflowRun
  talk: Talk
  agent: AgentDto | null
  found: Found
  language: string | null
}

/** An answer that stands up to its sources; the second try is the last. */
async function write(deps: Deps, scope: Scope, writing: Writing): Promise<Outcome> {
  const { input, run, talk, agent, found, language } = writing
  const assignment = {
    ...{ talk, agent, passages: found.passages, signal: run.signal },
    ...{ conversationId: input.conversationId, workflowId: run.workflowId },
  }
  const first = await run.step('generate', draftShape, () => generate(deps, scope, assignment))
  const checked = await run.step('check', checkedShape, async () => check(deps, writing, first, first.use, true))
  if (checked.kind === 'good') return checked.outcome
  const refused = { text: first.kind === 'text' ? first.text : '', failure: checked.failure }
  const second = await run.step('generate-again', draftShape, () =>
    generate(deps, scope, { ...assignment, passages: first.passages, refused }),
  )
  const use = {
    ...{ model: second.use.model, tokens: first.use.tokens + second.use.tokens },
    costMicros:
      first.use.costMicros === null ? second.use.costMicros : first.use.costMicros + (second.use.costMicros ?? 0),
  }
  const again = await run.step('check-again', checkedShape, async () => check(deps, writing, second, use, false))
  if (again.kind === 'good') return again.outcome
  deps.log.warn({ workflow: run.workflowId, language, failure: again.failure }, 'A model’s answer was refused twice')
  return { kind: 'escalate', reason: 'unsupported', detail: again.failure, priority: 'medium' }
}

type Use = Draft['use']

/** Whether a draft may be sent, and as what. */
function check(deps: Deps, { talk, agent, found, language }: Writing, draft: Draft, use: Use, strict: boolean) {
  const good = (outcome: Outcome) => ({ kind: 'good' as const, outcome })
  if (draft.kind === 'failed') {
    // It was tried again as often as it made sense: passages now are better than an answer some time.
    const isTold = found.passages.some(({ telling }) => telling)
    return good(
      isTold
        ? passagesOutcome('model_failed', found, language)
        : { kind: 'escalate', reason: 'failed', detail: draft.failure, priority: 'high' },
    )
  }
  if (draft.kind === 'escalate') {
    return good({ kind: 'escalate', reason: 'model', detail: draft.reason, priority: 'medium' })
  }
  const material = {
    ...{ passages: draft.passages, question: saidBy(talk), own: deps.publicUrl, strict },
    instructions: instructionsFor(talk, agent),
  }
  if (draft.kind === 'ask') {
    const flaw = flawOf(draft.question, material)
    if (flaw) return { kind: 'refused' as const, failure: flaw }
    if (talk.askedBack) return good({ kind: 'escalate', reason: 'unknown', priority: 'medium' })
    return good({ kind: 'ask', content: draft.question, unanswered: false })
  }
  const checked = checkReply(draft.text, material)
  if (checked.text === null) return { kind: 'refused' as const, failure: checked.failure }
  const { text: content, citations, confidence } = checked
  return good({ kind: 'answer', content, citations, confidence, use })
}

/** What the customer said themselves may be said back to them. */
const saidBy = ({ question, history }: Talk): string =>
  [question, ...history.flatMap(({ role, content }) => (role === 'user' ? [content] : []))].join('\n')
