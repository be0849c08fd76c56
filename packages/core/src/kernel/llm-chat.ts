import type { LlmUse } from './llm-use.ts'

/** Something the model may ask for instead of, or besides, saying something. */
export interface ChatTool {
  name: string
  /** When and what for. */
  description: string
  /** A JSON schema of its arguments. */
  parameters: Record<string, unknown>
}

export interface ToolCall {
  id: string
  name: string
  /** JSON if the server kept to the form: check it. */
  input: string
}

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[] }
  | { role: 'tool'; content: string; toolCallId: string }

export interface ChatRequest {
  messages: readonly ChatMessage[]
  tools?: readonly ChatTool[]
  /** Another model than the installation's, on the same server. */
  model?: string
  temperature?: number
  /** The longest answer, in tokens. */
  maxTokens: number
  /** How long the answer may take, retries and all, in milliseconds; else as long as is usual. */
  timeLimit?: number
  /** Ends it early. */
  signal?: AbortSignal
  /** Told all of the text so far, as it grows. It begins anew when the answer broke off and is asked for again. */
  onText?: (text: string) => void
}

/** What came of it. Tokens may have been spent on an answer that is of no use; a text may be empty beside tool calls. */
export type ChatAnswer = LlmUse &
  ({ text: string; toolCalls: ToolCall[]; failure: null } | { text: null; toolCalls: []; failure: string })
