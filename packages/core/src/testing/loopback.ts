import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What goes wrong with one request: before the provider does anything, or (`after`) once it has done it. */
export type Fault =
  | 'rate-limited'
  | 'broken'
  | 'silent'
  | 'half'
  | 'garbage'
  | 'silent after'
  | 'half after'
  | 'garbage after'
  | 'lost after'

export const faults: readonly Fault[] = [
  ...(['rate-limited', 'broken', 'silent', 'half', 'garbage'] as const),
  ...(['silent after', 'half after', 'garbage after', 'lost after'] as const),
]

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  text: string
  /** The body as JSON; an empty object without one. */
  body: Record<string, unknown>
}

export interface Answer {
  status: number
  /** JSON, but for a text or bytes. */
  body?: unknown
  headers?: Record<string, string>
}

export interface Loopback {
  url: string
  asked: Asked[]
  /** The next request that fits goes wrong so. */
  spoil: (fault: Fault, fits?: (asked: Asked) => boolean) => void
  /** Faults that no request met. */
  unmet: () => number
  close: () => Promise<void>
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://loopback')
  const body: Record<string, unknown> = text.startsWith('{') ? JSON.parse(text) : {}
  const { method = 'GET', headers } = request
  return { method, path: decodeURIComponent(pathname), query: searchParams, headers, text, body }
}

function spoilAnswer(response: ServerResponse, fault: Fault, answer: Answer | null): void {
  const [kind] = fault.split(' ')
  const json = { 'content-type': 'application/json' }
  if (kind === 'rate-limited')
    response.writeHead(429, { ...json, 'retry-after': '5400' }).end('{"message":"slow down"}')
  else if (kind === 'broken') response.writeHead(503, json).end('{"message":"not now"}')
  else if (kind === 'garbage') response.writeHead(answer?.status ?? 200, json).end('{"key": <html>')
  else if (kind === 'half') {
    response.writeHead(answer?.status ?? 200, { ...json, 'content-length': '5000' })
    response.write('{"id": "1', () => response.destroy())
  } else if (kind === 'lost') response.destroy()
  // Silent: no answer ever comes.
}

/** A server on this machine that answers as `provider` says, but for the faults that a test puts in. */
export async function openLoopback(provider: (asked: Asked) => Answer): Promise<Loopback> {
  const asked: Asked[] = []
  const planned: { fault: Fault; fits: (asked: Asked) => boolean }[] = []
  const server = createServer(async (request, response) => {
    const one = await readRequest(request)
    asked.push(one)
    const index = planned.findIndex(({ fits }) => fits(one))
    const [plan] = index < 0 ? [] : planned.splice(index, 1)
    const answer = plan && !plan.fault.endsWith('after') ? null : provider(one)
    if (plan) return spoilAnswer(response, plan.fault, answer)
    const { status, body, headers }: Answer = answer ?? { status: 500 }
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    response.writeHead(status, { 'content-type': isRaw ? 'text/plain' : 'application/json', ...headers })
    response.end(body === undefined || isRaw ? body : JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    spoil: (fault, fits = () => true) => void planned.push({ fault, fits }),
    unmet: () => planned.length,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
