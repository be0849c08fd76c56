/** What one request was worth. Tokens may have been spent on an answer that is of no use. */
export interface LlmUse {
  /** As the server names the model that answered. */
  model: string
  promptTokens: number | null
  completionTokens: number | null
  /** Millionths of a US dollar; null when the model's price or its tokens are not known. */
  costMicros: number | null
  /** Retries and their waits included. */
  milliseconds: number
}
