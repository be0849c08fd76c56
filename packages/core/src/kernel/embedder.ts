/** How long vectors are: what the database has columns for. */
export const dimensions = 1_536

/** The way out to an embedding model. */
export interface Embedder {
  model: string
  /**
   * A vector of `dimensions` numbers for each text.
   * @param limits `timeLimit` in milliseconds for all tries; `retries` after the first try.
   * @throws EmbeddingFailed
   */
  embed: (texts: readonly string[], limits?: { timeLimit?: number; retries?: number }) => Promise<number[][]>
}

export class EmbeddingFailed extends Error {
  /** Whether the same may work later. */
  readonly isPassing: boolean
  constructor(message: string, isPassing: boolean, cause?: unknown) {
    super(message, { cause })
    this.name = 'EmbeddingFailed'
    this.isPassing = isPassing
  }
}

export interface EmbedderOptions {
  apiKey: string
  /** Any server that speaks OpenAI's embeddings; OpenAI's own when absent. */
  baseUrl?: string | undefined
  model: string
}

/** Embeddings by OpenAI's client, which is loaded when it is first needed. */
export function createEmbedder(options: EmbedderOptions): Embedder {
  let opened: Promise<Embedder> | undefined
  const open = () => (opened ??= import('./openai-embedder.ts').then(({ openEmbedder }) => openEmbedder(options)))
  return { model: options.model, embed: async (texts, limits) => (await open()).embed(texts, limits) }
}
