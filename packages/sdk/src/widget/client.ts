import { readEvents } from './sse.ts'

/** A refusal of the server, or `network` when no answer came. */
export class CallError extends Error {
  readonly code: string
  /** Seconds to wait, when the server says so. */
  readonly retryAfter: number | null
  constructor(code: string, message: string, retryAfter: number | null = null) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }
  /** Whether the same call may succeed later. */
  get passing(): boolean {
    return ['network', 'INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT', 'TOO_MANY_REQUESTS'].includes(
      this.code,
    )
  }
}

export interface Hearing {
  onOpen: () => void
  onData: (data: unknown) => void
}

export interface Client {
  query<T>(path: string, input: object): Promise<T>
  mutate<T>(path: string, input: object): Promise<T>
  /** Reads a stream; throws when it ends, however it ends. */
  follow(path: string, input: object, signal: AbortSignal, hear: Hearing): Promise<never>
  upload<T>(conversationId: string, file: File): Promise<T>
  download(attachmentId: string): Promise<Blob>
  /** A path on the server, or an address, as an address. */
  address(url: string): string
}

const unanswered = () => new CallError('network', 'The server did not answer')

/** How long a stream may be silent, in ms; the server pings every ten seconds. */
const silence = 30_000

async function refusal(response: Response): Promise<CallError> {
  const body: unknown = await response.json().catch(() => null)
  const error: unknown = Reflect.get(Object(body), 'error')
  const data: unknown = Reflect.get(Object(error), 'data')
  const message = Reflect.get(Object(error), 'message') ?? Reflect.get(Object(body), 'message')
  const wait = Number(Reflect.get(Object(data), 'retryAfter') ?? response.headers.get('retry-after') ?? Number.NaN)
  const code = response.status === 401 ? 'UNAUTHORIZED' : (Reflect.get(Object(data), 'code') ?? `${response.status}`)
  return new CallError(String(code), String(message ?? 'Something went wrong'), Number.isFinite(wait) ? wait : null)
}

/**
 * Speaks tRPC's plain HTTP with a bearer token and without cookies.
 * @param token who calls; asked before each call. Null: nobody yet.
 */
export function createClient(origin: string, token: () => string | null | Promise<string | null>): Client {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    const bearer = await token()
    if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`)
    const response = await fetch(`${origin}${path}`, {
      ...init,
      headers,
      credentials: 'omit',
      cache: 'no-store',
    }).catch(() => {
      throw unanswered()
    })
    if (!response.ok) throw await refusal(response)
    return response
  }
  const resultOf = async <T>(response: Response): Promise<T> => {
    const body: { result?: { data: T } } = await response.json().catch(() => ({}))
    if (!body.result) throw unanswered()
    return body.result.data
  }
  const json = { 'content-type': 'application/json' }
  const inAddress = (path: string, input: object) => `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`
  return {
    address: url => new URL(url, origin).href,
    query: async (path, input) => resultOf(await ask(inAddress(path, input))),
    mutate: async (path, input) =>
      resultOf(await ask(`/trpc/${path}`, { method: 'POST', headers: json, body: JSON.stringify(input) })),
    async follow(path, input, signal, { onOpen, onData }) {
      const silent = new AbortController()
      let timer = setTimeout(() => silent.abort(), silence)
      try {
        const response = await ask(inAddress(path, input), { signal: AbortSignal.any([signal, silent.signal]) })
        if (!response.body) throw unanswered()
        onOpen()
        for await (const { event, data } of readEvents(response.body)) {
          clearTimeout(timer)
          timer = setTimeout(() => silent.abort(), silence)
          if (event === 'message' && data) onData(JSON.parse(data))
          else if (event === 'serialized-error') {
            const shape: unknown = JSON.parse(data)
            const code: unknown = Reflect.get(Object(Reflect.get(Object(shape), 'data')), 'code')
            throw new CallError(String(code), 'The stream was ended')
          }
        }
      } catch (error) {
        throw error instanceof CallError ? error : unanswered()
      } finally {
        clearTimeout(timer)
      }
      throw unanswered()
    },
    upload: async (conversationId, file) =>
      (
        await ask(
          `/v1/attachments?conversationId=${encodeURIComponent(conversationId)}&name=${encodeURIComponent(file.name)}`,
          { method: 'POST', headers: { 'content-type': file.type || 'application/octet-stream' }, body: file },
        )
      ).json(),
    download: async id => (await ask(`/attachments/${encodeURIComponent(id)}`)).blob(),
  }
}
