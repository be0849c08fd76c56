import { z } from 'zod'
import {
  type ChatAnswer,
  type ChatMessage,
  type ChatTool,
  createDeltas,
  type Deps,
  type Scope,
  type ToolCall,
  type WorkflowRun,
} from '../../kernel/index.ts'
import type { AnswerInput } from '../jobs.ts'
import { keepCall } from '../keep-call.ts'
import type { CompanionDelta } from '../model.ts'
import { tools } from '../tools/index.ts'
import { readAloud } from './read-aloud.ts'

/** What one question may take: calls of tools, answers of the model, tokens, and milliseconds for all of it. */
export const bounds = { calls: 10, turns: 8, tokens: 120_000, milliseconds: 120_000, answerTokens: 2_000 }

const useShape = z.object({ model: z.string(), tokens: z.number(), costMicros: z.number().nullable() })
export type Use = z.infer<typeof useShape>

const callShape = z.object({ id: z.string(), name: z.string(), input: z.string() })
const turnShape = z.object({
  text: z.string().nullable(),
  calls: z.array(callShape),
  failure: z.string().nullable(),
  use: useShape,
})
type Turn = z.infer<typeof turnShape>

/** What came of a question. */
export interface Conversed {
  text: string
  /** Why it is not, or not wholly, answered. */
  failure: string | null
  /** Null when no model was asked. */
  use: Use | null
}

interface Assignment {
  run: WorkflowRun
  input: AnswerInput
  askedAt: Date
  messages: ChatMessage[]
}

const forModel: readonly ChatTool[] = tools.map(({ name, description, parameters }) => ({
  name,
  description,
  parameters,
}))

const useOf = ({ model, promptTokens, completionTokens, costMicros }: ChatAnswer): Use => ({
  ...{ model, tokens: (promptTokens ?? 0) + (completionTokens ?? 0), costMicros },
})

const sum = (before: Use | null, { model, tokens, costMicros }: Use): Use => ({
  model,
  tokens: (before?.tokens ?? 0) + tokens,
  costMicros: costMicros === null ? (before?.costMicros ?? null) : (before?.costMicros ?? 0) + costMicros,
})

function parse(input: string): unknown {
  try {
    return input.trim() === '' ? {} : JSON.parse(input)
  } catch {
    return undefined
  }
}

/** One answer of the model: words, calls, or both. Kept as a step, so that it is paid for once. */
function takeTurn(
  deps: Deps,
  { run, input, askedAt, messages }: Assignment,
  turn: number,
  mayCall: boolean,
): Promise<Turn> {
  return run.step(`turn-${turn}`, turnShape, async () => {
    const { llm } = deps
    if (!llm) throw new Error('The language model is gone')
    const left = bounds.milliseconds - (deps.clock.now().getTime() - askedAt.getTime())
    const { threadId, messageId } = input
    const deltas = createDeltas(deps, { message: messageId }, delta =>
      deps.whispers.say(threadId, { type: 'delta', messageId, ...delta } satisfies CompanionDelta),
    )
    try {
      const answer = await llm.chat({
        ...{ messages, maxTokens: bounds.answerTokens, timeLimit: Math.max(5_000, left), signal: run.signal },
        ...(mayCall && { tools: forModel }),
        onText: text => deltas.show(text),
      })
      return { text: answer.text, calls: answer.toolCalls, failure: answer.failure, use: useOf(answer) }
    } finally {
      await deltas.end()
    }
  })
}

const readShape = z.object({ read: z.string() })

/** Runs one call and keeps it; what the model reads of it is the step's result. */
async function obey(
  deps: Deps,
  scope: Scope,
  { run, input }: Assignment,
  call: ToolCall,
  place: string,
): Promise<string> {
  const { read } = await run.step(place, readShape, async () => {
    const args = parse(call.input)
    const kept = await keepCall(deps, scope, {
      ...{ threadId: input.threadId, messageId: input.messageId, place, tool: call.name.slice(0, 60) },
      args: args === undefined ? { unreadable: call.input.slice(0, 500) } : args,
    })
    return { read: readAloud(kept.number, kept.outcome) }
  })
  return read
}

const enough = {
  calls: `No more than ${bounds.calls} calls a question: answer now from what you have, and say what is missing.`,
  time: 'There is no time for more calls: answer now from what you have, and say what is missing.',
  tokens: 'There are no tokens for more calls: answer now from what you have, and say what is missing.',
}

/** Has a model answer with tools, within the bounds. What goes wrong is an outcome too. */
export async function converse(deps: Deps, scope: Scope, assignment: Assignment): Promise<Conversed> {
  const { messages, askedAt } = assignment
  let use: Use | null = null
  let [called, stop] = [0, null as keyof typeof enough | null]
  for (let turn = 1; turn <= bounds.turns; turn++) {
    const isLast = turn === bounds.turns || stop !== null
    const { text, calls, failure, use: spent } = await takeTurn(deps, assignment, turn, !isLast)
    use = sum(use, spent)
    if (text === null) return { text: '', failure: `The model did not answer: ${failure}`, use }
    if (calls.length === 0) return { text, failure: null, use }
    if (isLast) break
    messages.push({ role: 'assistant', content: text, toolCalls: calls })
    for (const [index, call] of calls.entries()) {
      const isOver = called >= bounds.calls
      if (!isOver) called++
      const read = isOver ? enough.calls : await obey(deps, scope, assignment, call, `call-${turn}-${index + 1}`)
      messages.push({ role: 'tool', toolCallId: call.id, content: read })
      if (isOver) stop = 'calls'
    }
    if (called >= bounds.calls) stop = 'calls'
    if (use.tokens >= bounds.tokens) stop = 'tokens'
    if (deps.clock.now().getTime() - askedAt.getTime() >= bounds.milliseconds) stop = 'time'
    if (stop) messages.push({ role: 'system', content: enough[stop] })
    else if (turn === bounds.turns - 1) messages.push({ role: 'system', content: enough.calls })
  }
  return {
    ...{ text: '', use },
    failure: `The model went on calling tools and gave no answer: it was stopped after ${called} calls. What they found is above.`,
  }
}
