import type { Llm } from './llm.ts'

export interface OpenAiOptions {
  apiKey: string
  /** Any server that speaks chat completions; OpenAI's own when absent. */
  baseUrl?: string | undefined
  model: string
  /** Milliseconds for one try, and for all of them with the waits between. */
  tryLimit?: number
  timeLimit?: number
  /** Milliseconds of silence within an answer that comes in pieces. */
  idleLimit?: number
}

/** A model behind chat completions. OpenAI's client is two hundred modules: it is loaded when the model is first asked. */
export function createOpenAi(options: OpenAiOptions): Llm {
  let opened: Promise<Llm> | undefined
  const open = () => (opened ??= import('./openai-llm.ts').then(({ openLlm }) => openLlm(options)))
  return {
    model: options.model,
    ask: async request => (await open()).ask(request),
    chat: async request => (await open()).chat(request),
  }
}
