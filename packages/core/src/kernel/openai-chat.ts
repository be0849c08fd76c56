import OpenAI from 'openai'
import type { ChatAnswer, ChatMessage, ChatRequest, ToolCall } from './llm-chat.ts'
import { costOf } from './llm-prices.ts'

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk
type Body = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming

export interface ChatSettings {
  client: OpenAI
  model: string
  /** Milliseconds for all tries with the waits between, and between two pieces of an answer. */
  timeLimit: number
  idleLimit: number
}

/** Tries after an answer that began and did not end well. Before it begins, the client itself tries again. */
const brokenRetries = 1

class Broken extends Error {}

const toMessage = (message: ChatMessage): OpenAI.Chat.Completions.ChatCompletionMessageParam => {
  if (message.role === 'tool') return { role: 'tool', content: message.content, tool_call_id: message.toolCallId }
  if (message.role !== 'assistant') return { role: message.role, content: message.content }
  const { content, toolCalls = [] } = message
  return {
    ...{ role: 'assistant', content: content || null },
    ...(toolCalls.length > 0 && {
      tool_calls: toolCalls.map(({ id, name, input }) => ({
        ...{ id, type: 'function' as const },
        function: { name, arguments: input },
      })),
    }),
  }
}

function toBody(model: string, { messages, tools = [], maxTokens, temperature }: ChatRequest): Body {
  return {
    ...{ model, stream: true, stream_options: { include_usage: true }, max_completion_tokens: maxTokens },
    messages: messages.map(toMessage),
    ...(temperature !== undefined && { temperature }),
    ...(tools.length > 0 && { tools: tools.map(tool => ({ type: 'function' as const, function: { ...tool } })) }),
  }
}

/** What has come so far of one answer. */
interface Progress {
  model: string
  text: string
  refusal: string
  calls: ToolCall[]
  finish: string | null
  usage: Chunk['usage']
}

/** Compatible servers leave out what OpenAI's types promise. */
type Loose<T> = { [K in keyof T]?: T[K] | null }

function take(progress: Progress, chunk: Loose<Chunk>): void {
  if (chunk.model) progress.model = chunk.model
  if (chunk.usage) progress.usage = chunk.usage
  const choice: Loose<Chunk['choices'][number]> | undefined = chunk.choices?.[0]
  if (!choice) return
  const { content, refusal, tool_calls: calls } = choice.delta ?? {}
  if (content) progress.text += content
  if (refusal) progress.refusal += refusal
  for (const { index, id, function: called } of calls ?? []) {
    const call = progress.calls[index] ?? { id: '', name: '', input: '' }
    progress.calls[index] = {
      id: id ?? call.id,
      name: call.name + (called?.name ?? ''),
      input: call.input + (called?.arguments ?? ''),
    }
  }
  if (choice.finish_reason) progress.finish = choice.finish_reason
}

/** Why an answer that came to its end is of no use; null when it is. */
function flawOf({ text, refusal, calls, finish }: Progress): string | null {
  if (refusal) return `The model refused: ${refusal.slice(0, 300)}`
  if (finish === 'content_filter') return 'The model’s server held the answer back'
  if (finish === 'length') return 'The answer was cut off before its end'
  return text.trim() === '' && calls.length === 0 ? 'The model sent an empty answer' : null
}

function useOf({ model, usage }: Progress) {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage ?? {}
  if (promptTokens === undefined || completionTokens === undefined) {
    return { model, promptTokens: null, completionTokens: null, costMicros: null }
  }
  return { model, promptTokens, completionTokens, costMicros: costOf(model, promptTokens, completionTokens) }
}

/** A clock that is wound up with each piece that comes, and aborts when it runs down. */
function createWatch(outer: AbortSignal, idleLimit: number) {
  const idle = new AbortController()
  let timer: NodeJS.Timeout | undefined
  return {
    signal: AbortSignal.any([outer, idle.signal]),
    isIdle: () => idle.signal.aborted,
    wind: () => {
      clearTimeout(timer)
      timer = setTimeout(() => idle.abort(), idleLimit)
    },
    stop: () => clearTimeout(timer),
  }
}

async function stream(
  { client, model, idleLimit }: ChatSettings,
  request: ChatRequest,
  outer: AbortSignal,
  progress: Progress,
): Promise<void> {
  const watch = createWatch(outer, idleLimit)
  try {
    const body = toBody(request.model ?? model, request)
    const chunks = await client.chat.completions.create(body, { signal: watch.signal })
    watch.wind()
    for await (const chunk of chunks) {
      watch.wind()
      const before = progress.text
      take(progress, chunk)
      if (progress.text !== before) request.onText?.(progress.text)
    }
    if (watch.isIdle()) throw new Broken(silentFor(idleLimit))
    // A connection that was cut may look like one that was closed: only this word says that the answer is whole.
    if (!progress.finish) throw new Broken('The answer broke off before its end')
  } catch (error) {
    if (watch.isIdle()) throw new Broken(silentFor(idleLimit))
    throw error
  } finally {
    watch.stop()
  }
}

const silentFor = (idleLimit: number) => `The model fell silent for ${Math.round(idleLimit / 1_000)} s`

/** Whether the same may be asked again: what the client has not tried again itself. */
function isBroken(error: unknown): boolean {
  if (error instanceof OpenAI.APIUserAbortError) return false
  if (error instanceof OpenAI.APIConnectionError) return false
  // An error that comes as a piece of the answer has no status.
  if (error instanceof OpenAI.APIError) return error.status === undefined
  return true
}

/**
 * Asks a model and listens to its answer as it comes.
 * @param inWords says what went wrong, for errors of the client.
 */
export async function streamChat(
  settings: ChatSettings,
  request: ChatRequest,
  inWords: (error: unknown, timeLimit: number) => string,
): Promise<ChatAnswer> {
  const started = performance.now()
  const limit = request.timeLimit ?? settings.timeLimit
  const ends = AbortSignal.timeout(limit)
  const signal = request.signal ? AbortSignal.any([ends, request.signal]) : ends
  for (let broken = 0; ; broken++) {
    const model = request.model ?? settings.model
    const progress: Progress = { model, text: '', refusal: '', calls: [], finish: null, usage: null }
    let failure: string | null
    try {
      await stream(settings, request, signal, progress)
      failure = flawOf(progress)
    } catch (error) {
      if (isBroken(error) && !signal.aborted && broken < brokenRetries) {
        if (progress.text) request.onText?.('')
        continue
      }
      failure = request.signal?.aborted ? 'The answer was no longer wanted' : reasonOf(error, signal, limit, inWords)
    }
    const use = { ...useOf(progress), milliseconds: Math.round(performance.now() - started) }
    if (failure !== null) return { ...use, text: null, toolCalls: [], failure }
    return { ...use, text: progress.text, toolCalls: progress.calls.filter(({ name }) => name), failure: null }
  }
}

function reasonOf(
  error: unknown,
  signal: AbortSignal,
  limit: number,
  inWords: (error: unknown, timeLimit: number) => string,
): string {
  if (signal.aborted) return inWords(new DOMException('', 'TimeoutError'), limit)
  return error instanceof Broken ? error.message : inWords(error, limit)
}
