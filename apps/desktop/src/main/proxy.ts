import type { SessionKeeper } from './session-keeper.ts'

/** Headers that belong to one hop, to the page's own origin, or that `fetch` sets itself. */
const notForServer = [
  'accept-encoding',
  'connection',
  'cookie',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'transfer-encoding',
  'upgrade',
]
/** `fetch` has already undone the encoding; the cookie is ours to keep. */
const notForPage = ['connection', 'content-encoding', 'content-length', 'keep-alive', 'set-cookie', 'transfer-encoding']

interface Options {
  session: SessionKeeper
  fetch: typeof fetch
}

/**
 * Passes a request of the page on to the server, as if the page had been loaded from there: the server's own origin,
 * our session cookie. The answer's body is handed on as it arrives, so server-sent events stream; when the page lets
 * go of it, the request to the server ends too. 502 when the server does not answer.
 */
export function createProxy({ session, fetch }: Options) {
  return async (request: Request, server: string): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    const headers = without(request.headers, notForServer)
    headers.set('origin', server)
    const cookie = session.cookieFor(server)
    if (cookie) headers.set('cookie', cookie)
    try {
      const answer = await fetch(`${server}${pathname}${search}`, {
        method: request.method,
        headers,
        body: request.body,
        redirect: 'manual',
        signal: request.signal,
        ...(request.body ? { duplex: 'half' } : {}),
      })
      await session.accept(server, answer.headers.getSetCookie())
      return new Response(answer.body, { status: answer.status, headers: without(answer.headers, notForPage) })
    } catch {
      return Response.json({ message: `${server} does not answer` }, { status: 502 })
    }
  }
}

function without(headers: Headers, names: readonly string[]): Headers {
  const rest = new Headers(headers)
  for (const name of names) rest.delete(name)
  return rest
}
