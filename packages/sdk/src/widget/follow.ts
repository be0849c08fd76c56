import { CallError, type Client } from './client.ts'

/** `waiting`: broken, and tried again soon. `offline`: this machine has no network. */
export type Connection = 'idle' | 'connecting' | 'live' | 'waiting' | 'offline'

/** Longest pause between two tries, in ms. */
const longestPause = 15_000

export interface Following {
  path: string
  /** Asked anew for each try, so that a stream goes on where the one before broke off. */
  input: () => object
  onData: (data: unknown) => void
  onState: (state: Connection) => void
  /** The token is no longer taken; true when another one will be. */
  onRefused: () => boolean
}

/** Keeps a stream open through lost connections; gives the function that ends it. */
export function follow(client: Client, { path, input, onData, onState, onRefused }: Following): () => void {
  const ended = new AbortController()
  let failures = 0
  let wake = () => {}
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        failures = 0
        resolve()
      }
    })
  // A stream may have outlived the loss, or only look so: begun anew it is sure, and what was missed comes with it.
  let current = new AbortController()
  const online = () => {
    current.abort()
    wake()
  }
  const offline = () => onState('offline')
  addEventListener('online', online)
  addEventListener('offline', offline)
  const run = async () => {
    onState('connecting')
    while (!ended.signal.aborted) {
      current = new AbortController()
      const error: unknown = await client
        .follow(path, input(), AbortSignal.any([ended.signal, current.signal]), {
          onOpen: () => {
            failures = 0
            onState('live')
          },
          onData,
        })
        .catch((reason: unknown) => reason)
      if (ended.signal.aborted) return
      const code = error instanceof CallError ? error.code : ''
      if (code === 'FORBIDDEN' || code === 'NOT_FOUND' || (code === 'UNAUTHORIZED' && !onRefused())) {
        return onState('waiting')
      }
      onState(navigator.onLine ? 'waiting' : 'offline')
      await pause(Math.min(longestPause, 500 * 2 ** failures++) * (0.5 + Math.random() / 2))
    }
  }
  void run()
  return () => {
    ended.abort()
    wake()
    removeEventListener('online', online)
    removeEventListener('offline', offline)
  }
}
