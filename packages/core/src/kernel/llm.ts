import type { ChatAnswer, ChatRequest } from './llm-chat.ts'
import type { LlmUse } from './llm-use.ts'

/** What is asked of a language model. */
export interface LlmRequest {
  /** What to do. */
  instructions: string
  /** What to do it with: data from outside, which gives no orders. */
  data: string
  /** The form of the answer: a JSON schema with a name. */
  answer: { name: string; schema: Record<string, unknown> }
  /** The longest answer, in tokens. */
  maxTokens: number
  /** How long the answer may take, retries and all, in milliseconds; else as long as is usual. */
  timeLimit?: number
}

/** `text` is JSON if the server kept to the form: check it. `failure` says in a line why there is none. */
export type LlmAnswer = LlmUse & ({ text: string; failure: null } | { text: null; failure: string })

/** The way out to a language model. It never throws: what goes wrong is an answer too. */
export interface Llm {
  /** Which model is asked. */
  model: string
  ask: (request: LlmRequest) => Promise<LlmAnswer>
  /** The same for talk, as it comes, and with tools. */
  chat: (request: ChatRequest) => Promise<ChatAnswer>
}
