import { consoleOrigin } from './addresses.ts'

interface Options {
  /** The server in use; undefined before one was chosen. */
  server: () => string | undefined
  files: (path: string) => Promise<Response>
  proxy: (request: Request, server: string) => Promise<Response>
  connect: (request: Request) => Promise<Response>
}

const forServer = /^\/(trpc|v1|attachments)\/|^\/health$/

/** Answers everything that the page asks of its own origin: its files, the server's routes, the connect page. */
export function createConsoleHandler({ server, files, proxy, connect }: Options) {
  return async (request: Request): Promise<Response> => {
    if (!request.url.startsWith(`${consoleOrigin}/`)) return new Response('Not found', { status: 404 })
    const { pathname } = new URL(request.url)
    if (pathname === '/connect') return connect(request)
    const chosen = server()
    if (forServer.test(pathname)) {
      return chosen ? proxy(request, chosen) : Response.json({ message: 'No server chosen' }, { status: 502 })
    }
    if (pathname !== '/admin' && !pathname.startsWith('/admin/')) return new Response('Not found', { status: 404 })
    return files(pathname.slice('/admin'.length))
  }
}
