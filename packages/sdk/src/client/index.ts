import type { AppRouter } from '@quarterdeck/trpc'
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client'

/** Every procedure of the product, with its types. */
export type Client = TRPCClient<AppRouter>

export interface ClientOptions {
  /** Where the server is, such as `https://desk.example.com`. */
  url: string
  /** A key of the workspace to work in; its scopes say which procedures it may call. */
  apiKey: string
}

/** What one request may carry: the server takes fifty calls. */
const maxItems = 20

/**
 * A client for programs. Calls of the same moment travel together.
 * @throws TypeError when the address is none. Calls throw `TRPCClientError` with `data.code` and `data.requestId`.
 */
export function createClient({ url, apiKey }: ClientOptions): Client {
  const address = new URL('trpc', url.endsWith('/') ? url : `${url}/`)
  const headers = { authorization: `Bearer ${apiKey}` }
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: address, headers, maxItems })] })
}

export { TRPCClientError } from '@trpc/client'
