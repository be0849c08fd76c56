import OpenAI from 'openai'
import type { Llm, LlmAnswer, LlmRequest } from './llm.ts'
import { costOf } from './llm-prices.ts'
import type { LlmUse } from './llm-use.ts'
import type { OpenAiOptions } from './openai.ts'
import { streamChat } from './openai-chat.ts'

/** Tries after the first, for 408, 409, 429, 5xx and lost connections. `Retry-After` sets the wait, else 0.5 to 8 s. */
const retries = 4
/** The same for answers that break off. */
const brokenRetries = 1

const nothing = { promptTokens: null, completionTokens: null, costMicros: null }

type Completion = OpenAI.Chat.Completions.ChatCompletion

function useOf(asked: string, completion: Completion): Omit<LlmUse, 'milliseconds'> {
  // Compatible servers leave out what OpenAI's types promise.
  const { model = asked, usage }: { model?: string; usage?: Completion['usage'] } = completion
  if (!usage) return { model, ...nothing }
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage
  return { model, promptTokens, completionTokens, costMicros: costOf(model, promptTokens, completionTokens) }
}

function readAnswer(completion: Completion): { text: string; failure: null } | { text: null; failure: string } {
  const choice: Partial<Completion['choices'][number]> | undefined = completion.choices?.[0]
  const failed = (failure: string) => ({ text: null, failure })
  if (!choice?.message) return failed('The model’s server sent no answer')
  const { finish_reason: reason, message } = choice
  if (message.refusal) return failed(`The model refused: ${message.refusal.slice(0, 300)}`)
  if (reason === 'content_filter') return failed('The model’s server held the answer back')
  if (reason === 'length') return failed('The answer was cut off before its end')
  if (!message.content) return failed('The model sent an empty answer')
  return { text: message.content, failure: null }
}

function inWords(error: unknown, timeLimit: number): string {
  const tooLong = `The model did not answer within ${Math.round(timeLimit / 1_000)} s`
  if (error instanceof OpenAI.APIUserAbortError || error instanceof OpenAI.APIConnectionTimeoutError) return tooLong
  if (error instanceof OpenAI.APIConnectionError) return 'The model’s server could not be reached'
  if (error instanceof OpenAI.APIError) {
    return `The model’s server answered ${error.status ?? 'with an error'}: ${error.message.slice(0, 300)}`
  }
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return tooLong
  if (error instanceof SyntaxError) return 'The model’s server sent something other than JSON'
  return 'The connection broke in the middle of the answer'
}

/** An answer that began and did not end: the client tries again only before it begins. */
const isBroken = (error: unknown) => !(error instanceof OpenAI.OpenAIError) && !(error instanceof SyntaxError)

/** A model behind chat completions with structured output, by OpenAI's own client. */
export function openLlm({
  apiKey,
  baseUrl,
  model,
  tryLimit = 45_000,
  timeLimit = 120_000,
  idleLimit = 20_000,
}: OpenAiOptions): Llm {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    // Said here, so that the client does not look for them in the environment.
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: retries,
    timeout: tryLimit,
  })
  const complete = ({ instructions, data, answer, maxTokens, timeLimit }: LlmRequest, signal: AbortSignal) =>
    client.chat.completions.create(
      {
        model,
        max_completion_tokens: maxTokens,
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: data },
        ],
        response_format: {
          type: 'json_schema',
          json_schema: { name: answer.name, strict: true, schema: answer.schema },
        },
      },
      { signal, ...(timeLimit && { timeout: timeLimit }) },
    )
  return {
    model,
    chat: request => streamChat({ client, model, timeLimit, idleLimit }, request, inWords),
    async ask(request): Promise<LlmAnswer> {
      const started = performance.now()
      const spent = () => ({ milliseconds: Math.round(performance.now() - started) })
      // The client's own limit ends with the headers; this one also ends a body that never does.
      const limit = request.timeLimit ?? timeLimit
      const signal = AbortSignal.timeout(limit)
      for (let broken = 0; ; broken++) {
        try {
          const completion = await complete(request, signal)
          return { ...useOf(model, completion), ...readAnswer(completion), ...spent() }
        } catch (error) {
          if (isBroken(error) && !signal.aborted && broken < brokenRetries) continue
          return { model, ...nothing, ...spent(), text: null, failure: inWords(error, limit) }
        }
      }
    },
  }
}
