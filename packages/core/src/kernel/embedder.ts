/** How long vectors are unless another length is asked for: what the database has columns for. */
export const dimensions = 1_536

/** The way out to an embedding model. */
export interface Embedder {
  model: string
  /**
   * A vector for each text.
   * @throws EmbeddingFailed
   */
  embed: (texts: readonly string[], options?: EmbedOptions) => Promise<number[][]>
}

export interface EmbedOptions {
  /** For all tries, in milliseconds. */
  timeLimit?: number
  /** After the first try. */
  retries?: number
  /** How many numbers a vector is to have. A model that cannot be told fails. */
  dimensions?: number
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
  return { model: options.model, embed: async (texts, options) => (await open()).embed(texts, options) }
}
