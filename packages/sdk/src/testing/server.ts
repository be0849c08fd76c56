import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EventBatch, TrackedEvent } from '../wire.ts'

/** What a request meets instead of the ordinary answer. */
export type Failure = (request: IncomingMessage, response: ServerResponse, body: string) => void

export interface LoopbackServer extends AsyncDisposable {
  url: string
  /** Accepted events by id, in the order of their first arrival. */
  events: Map<string, TrackedEvent>
  /** Ids of each request in turn, also of those that failed. */
  requests: string[][]
  headers: IncomingMessage['headers'][]
  bodies: string[]
  duplicates: number
  /** What the next requests meet, one each. */
  failures: Failure[]
  /** Checked on every request; a status refuses the whole batch. */
  refuse: (batch: EventBatch, body: string) => number | undefined
}

export const status =
  (code: number, headers: Record<string, string> = {}): Failure =>
  (_request, response) =>
    response.writeHead(code, headers).end('{}')
export const reset: Failure = request => request.socket.destroy()
/** Never answers; the socket is cut when the test ends. */
export const silence: Failure = () => {}
/** Says 200 and breaks off in the middle of the body. */
export const halfAnswer: Failure = (request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"accepted":')
  setTimeout(() => request.socket.destroy(), 20)
}
/** A network's sign-in page instead of the server. */
export const captivePortal: Failure = (_request, response) => response.writeHead(200).end('<h1>Welcome</h1>')

/** A server on loopback that keeps the wire contract: acknowledges after keeping, and knows an id again. */
export async function startServer(): Promise<LoopbackServer> {
  const http = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const batch: EventBatch = JSON.parse(body)
    server.requests.push(batch.events.map(event => event.id))
    server.headers.push(request.headers)
    server.bodies.push(body)
    const failure = server.failures.shift()
    if (failure) return failure(request, response, body)
    const refused = server.refuse(batch, body)
    if (refused) return status(refused)(request, response, body)
    const news = batch.events.filter(event => !server.events.has(event.id))
    for (const event of news) server.events.set(event.id, event)
    const duplicates = batch.events.length - news.length
    server.duplicates += duplicates
    response.end(JSON.stringify({ accepted: news.length, duplicates, rejected: [] }))
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const server: LoopbackServer = {
    url: `http://127.0.0.1:${isTcp(address) ? address.port : ''}`,
    events: new Map(),
    requests: [],
    headers: [],
    bodies: [],
    duplicates: 0,
    failures: [],
    refuse: () => undefined,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
  return server
}

const isTcp = (address: string | AddressInfo | null): address is AddressInfo =>
  typeof address === 'object' && address !== null
