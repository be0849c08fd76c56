import type { AppRouter } from '@quarterdeck/trpc'
import { QueryCache, QueryClient } from '@tanstack/react-query'
import {
  createTRPCClient,
  type getFetch,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { createContext, use } from 'react'
import { readFailure } from './errors.ts'
import { pageInput } from './page-input.ts'

export type Outputs = inferRouterOutputs<AppRouter>
export type Inputs = inferRouterInputs<AppRouter>
export type Session = NonNullable<Outputs['auth']['session']>

/** Everything a screen needs to speak with the server; made once a window. */
export interface Api {
  queryClient: QueryClient
  client: TRPCClient<AppRouter>
  trpc: TRPCOptionsProxy<AppRouter>
  /** Origin of the server; empty for the page's own. */
  url: string
  /** The workspace that the requests are about; null lets the server choose the person's only one. */
  workspace: { id: string | null }
}

/** Long filters would make URLs that proxies refuse; tRPC splits the batch instead. */
const maxUrlLength = 2_000

/** Sends the session's cookie also when the server is on another origin of the same site. */
const withCookies: ReturnType<typeof getFetch> = (input, { signal, ...init } = {}) =>
  fetch(input, { ...init, signal: signal ?? null, credentials: 'include' })

/** The client. What signs in goes over a plain link: a streamed answer has sent its headers before a cookie can be set. */
export function createApi(apiUrl: string, onSignedOut: () => void): Api {
  const workspace: Api['workspace'] = { id: null }
  const url = `${apiUrl}/trpc`
  const common = {
    url,
    headers: () => (workspace.id ? { 'x-workspace': workspace.id } : {}),
    fetch: withCookies,
  }
  const client = createTRPCClient<AppRouter>({
    links: [
      () =>
        ({ op, next }) =>
          next({ ...op, input: pageInput(op.input) }),
      splitLink({
        condition: operation => operation.type === 'subscription',
        true: httpSubscriptionLink({
          url,
          eventSourceOptions: () => ({ withCredentials: true }),
          // An event stream cannot carry the header; a workspace's id is no secret, so it may stand in the address.
          connectionParams: () => (workspace.id ? { workspace: workspace.id } : null),
        }),
        false: splitLink({
          condition: ({ path }) => path.startsWith('auth.') || path === 'invitations.accept',
          true: httpLink(common),
          false: httpBatchStreamLink({ ...common, maxURLLength: maxUrlLength }),
        }),
      }),
    ],
  })
  const queryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: error => {
        if (readFailure(error).code === 'UNAUTHORIZED') onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        // The live stream says when something changed; until then what we have is right.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && readFailure(error).retryable,
      },
    },
  })
  return {
    url: apiUrl,
    queryClient,
    client,
    workspace,
    trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }),
  }
}

const ApiContext = createContext<Api | null>(null)
export const ApiProvider = ApiContext.Provider

/** The window's API; throws outside a mounted program. */
export function useApi(): Api {
  const api = use(ApiContext)
  if (!api) throw new Error('useApi: no ApiProvider above')
  return api
}
