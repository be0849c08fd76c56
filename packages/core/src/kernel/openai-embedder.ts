import OpenAI from 'openai'
import { type Embedder, type EmbedderOptions, EmbeddingFailed, dimensions as usual } from './embedder.ts'

function failureOf(error: unknown): EmbeddingFailed {
  if (error instanceof EmbeddingFailed) return error
  if (error instanceof OpenAI.APIConnectionError || error instanceof OpenAI.APIUserAbortError) {
    return new EmbeddingFailed('The embedding server could not be reached in time', true, error)
  }
  if (error instanceof OpenAI.APIError) {
    const status = error.status ?? 500
    const isPassing = status >= 500 || [408, 409, 429].includes(status)
    return new EmbeddingFailed(
      `The embedding server answered ${status}: ${error.message.slice(0, 300)}`,
      isPassing,
      error,
    )
  }
  return new EmbeddingFailed('The embedding server’s answer could not be read', true, error)
}

/** OpenAI's third generation is told how long vectors are to be; other models are as long as they are. */
const isAdjustable = (model: string) => model.startsWith('text-embedding-3')

/** Embeddings by OpenAI's own client. */
export function openEmbedder({ apiKey, baseUrl, model }: EmbedderOptions): Embedder {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    logLevel: 'off',
  })
  return {
    model,
    async embed(texts, { timeLimit = 60_000, retries = 3, dimensions = usual } = {}) {
      try {
        const { data } = await client.embeddings.create(
          {
            model,
            input: [...texts],
            encoding_format: 'float',
            ...((isAdjustable(model) || dimensions !== usual) && { dimensions }),
          },
          { signal: AbortSignal.timeout(timeLimit), maxRetries: retries, timeout: timeLimit },
        )
        const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding)
        const isWhole = vectors.length === texts.length && vectors.every(each => each.length === dimensions)
        if (!isWhole) {
          const lengths = [...new Set(vectors.map(each => each.length))].join(', ')
          throw new EmbeddingFailed(
            `The model ${model} gave ${vectors.length} vectors of ${lengths} numbers; ${texts.length} of ${dimensions} are needed`,
            false,
          )
        }
        return vectors
      } catch (error) {
        throw failureOf(error)
      }
    },
  }
}
