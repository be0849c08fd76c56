import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface EmbeddingServer {
  /** Ends with `/v1`, as base URLs of OpenAI's client do. */
  url: string
  /** Every text that was embedded so far. */
  texts: string[]
  /** Statuses that the next requests are answered with instead of vectors. */
  failWith: (...statuses: number[]) => void
  /** For how long it has been at work on requests since it started, in milliseconds. */
  busy: () => number
  close: () => Promise<void>
}

const usual = 1_536

/** A direction of its own for each word, the same one every time: numbers from -128 to 127. */
function makeDirection(word: string): Int8Array {
  let state = 2_166_136_261
  for (const character of word) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)
  const direction = new Int8Array(usual)
  for (let index = 0; index < usual; index++) {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    direction[index] = (mixed ^ (mixed >>> 14)) >>> 24
  }
  return direction
}

const directions = new Map<string, Int8Array>()
function directionOf(word: string): Int8Array {
  const direction = directions.get(word) ?? makeDirection(word)
  directions.set(word, direction)
  return direction
}

/** The sum of a text's words, of length 1: texts that share words are close. `meaning` names what words stand for. */
export function embedText(
  text: string,
  meaning: (word: string) => string = word => word,
  dimensions = usual,
): number[] {
  const sum = new Float64Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const direction = directionOf(meaning(word))
    for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] ?? 0) + (direction[index] ?? 0)
  }
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1
  return Array.from(sum, value => Math.round((value / length) * 1e6) / 1e6)
}

const answer = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** A server that speaks OpenAI's embeddings on the loopback address, and whose answers follow from the texts alone. */
export async function startEmbeddingServer(meaning?: (word: string) => string): Promise<EmbeddingServer> {
  const texts: string[] = []
  let failures: number[] = []
  let busy = 0
  const server = createServer(async (request, response) => {
    const started = performance.now()
    response.once('finish', () => {
      busy += performance.now() - started
    })
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    if (request.method !== 'POST' || request.url !== '/v1/embeddings') return answer(response, 404, {})
    const status = failures.shift()
    if (status) return answer(response, status, { error: { message: `It is ${status}` } })
    const { model, input, dimensions }: { model: string; input: string[]; dimensions?: number } = JSON.parse(
      Buffer.concat(parts).toString(),
    )
    texts.push(...input)
    const data = input.map((text, index) => {
      return { object: 'embedding', index, embedding: embedText(text, meaning, dimensions) }
    })
    answer(response, 200, { object: 'list', model, data, usage: { prompt_tokens: 1, total_tokens: 1 } })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port, so that its address is an object.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    texts,
    busy: () => busy,
    failWith: (...statuses) => {
      failures = statuses
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
