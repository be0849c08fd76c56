import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { type Api, useApi } from '../data/api.ts'
import { createLiveStore, type LiveState, type LiveStore } from './live-store.ts'
import { isTouched, type Reads, touchedTables } from './match.ts'
import { createRefetcher } from './refetcher.ts'

const LiveContext = createContext<LiveStore | null>(null)

/** Whether screens are following the server right now. */
export function useLiveState(): LiveState {
  const store = use(LiveContext)
  if (!store) throw new Error('useLiveState: no LiveProvider above')
  return useSyncExternalStore(store.subscribe, store.get)
}

/** A query's own pause between refetches, in ms, from its `meta`; undefined for the usual one. */
function paceOf(meta: Record<string, unknown> | undefined): number | undefined {
  return typeof meta?.pace === 'number' ? meta.pace : undefined
}

/** Refetches one query by its hash. An answer already on its way may be older than the change, so it is awaited first. */
async function refetchQuery(api: Api, hash: string): Promise<void> {
  const query = api.queryClient.getQueryCache().get(hash)
  if (!query?.isActive() || query.isDisabled()) return
  if (query.state.fetchStatus === 'fetching') await query.promise?.catch(() => undefined)
  await query.fetch().catch(() => undefined)
}

/** Longest pause between two tries to open the stream again, in ms. */
const longestPause = 15_000

/** Follows `live.changes` until stopped; gives the stop. */
function follow(api: Api, store: LiveStore): () => void {
  let reads: Reads = {}
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopStream = () => {}
  const refetcher = createRefetcher({ refetch: hash => refetchQuery(api, hash) })

  const touch = (isAffected: (key: readonly unknown[]) => boolean) => {
    for (const query of api.queryClient.getQueryCache().getAll()) {
      if (!isAffected(query.queryKey)) continue
      if (query.isActive() && !query.isDisabled()) refetcher.touch(query.queryHash, paceOf(query.meta))
      // What is not on screen is only marked, and fetched when it is shown again.
      else query.invalidate()
    }
  }

  const lost = () => {
    store.set(navigator.onLine ? 'reconnecting' : 'offline')
    clearTimeout(timer)
    timer = setTimeout(open, Math.min(longestPause, 1_000 * 2 ** failures++))
  }

  const open = () => {
    stopStream()
    const stream = api.client.live.changes.subscribe(
      {},
      {
        onData(message) {
          if (message.type === 'ready') {
            reads = message.reads
            failures = 0
            store.set('live')
            touch(() => true)
            return
          }
          const tables = touchedTables(message.topics, api.workspace.id)
          touch(key => isTouched(key, tables, reads))
        },
        onConnectionStateChange(change) {
          if (change.state === 'connecting' && change.error) store.set(navigator.onLine ? 'reconnecting' : 'offline')
        },
        onError: lost,
        onComplete: lost,
      },
    )
    stopStream = () => stream.unsubscribe()
  }

  const online = () => {
    failures = 0
    open()
  }
  const offline = () => store.set('offline')
  window.addEventListener('online', online)
  window.addEventListener('offline', offline)
  open()
  return () => {
    window.removeEventListener('online', online)
    window.removeEventListener('offline', offline)
    clearTimeout(timer)
    stopStream()
    refetcher.stop()
  }
}

/** Opens the window's one stream of changes. Mount it once, below sign-in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const api = useApi()
  const [store] = useState(createLiveStore)
  useEffect(() => follow(api, store), [api, store])
  return <LiveContext value={store}>{children}</LiveContext>
}
