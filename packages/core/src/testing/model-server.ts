import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request. */
export type Reply = (response: ServerResponse, request: IncomingMessage) => void

export interface ModelServer {
  /** Ends with `/v1`, as base URLs of OpenAI's client do. */
  url: string
  /** What was asked so far: parsed bodies, and when they came in milliseconds. */
  asked: { body: ModelRequest; authorization: string | undefined; at: number }[]
  /** Answers in turn; the last one stays. */
  replyWith: (...replies: Reply[]) => void
  close: () => Promise<void>
}

/** The parts of a chat completion's request that matter here. */
export interface ModelRequest {
  model: string
  messages: { role: string; content: string }[]
  response_format: { type: string; json_schema: { name: string; strict: boolean; schema: object } }
}

const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

interface Choice {
  content?: string | null
  refusal?: string | null
  finish?: 'stop' | 'length' | 'content_filter'
}

const completion = ({ content = null, refusal = null, finish = 'stop' }: Choice) => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1_700_000_000, model: 'gpt-4.1-2025-04-14' },
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content, refusal, annotations: [] },
      logprobs: null,
      finish_reason: finish,
    },
  ],
  usage: { prompt_tokens: 1_200, completion_tokens: 150, total_tokens: 1_350 },
})

/** A whole answer in the provider's form. */
export const answering =
  (choice: Choice): Reply =>
  response =>
    json(response, 200, completion(choice))

/** An error in the provider's form. */
export const failing =
  (status: number, headers: Record<string, string> = {}): Reply =>
  response =>
    json(response, status, { error: { message: `It is ${status}`, type: 'test', param: null, code: null } }, headers)

/** Promises a whole answer, sends half of it and hangs up. */
export const breakingOff: Reply = response => {
  const body = JSON.stringify(completion({ content: '{}' }))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.write(body.slice(0, body.length / 2), () => response.destroy())
}

/** Sends headers and a first byte, and then nothing more. */
export const hanging: Reply = response => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{')
}

export const silent: Reply = () => {}

/** A server that speaks OpenAI's wire format, on the loopback address. */
export async function startModelServer(): Promise<ModelServer> {
  const asked: ModelServer['asked'] = []
  let replies: Reply[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const isRight = request.method === 'POST' && request.url === '/v1/chat/completions'
    if (!isRight) return failing(404)(response, request)
    const { authorization } = request.headers
    asked.push({ body: JSON.parse(Buffer.concat(chunks).toString()), authorization, at: performance.now() })
    const [next] = replies.length > 1 ? replies.splice(0, 1) : replies
    next?.(response, request)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    replyWith: (...next) => {
      replies = next
      asked.length = 0
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
