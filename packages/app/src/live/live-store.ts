/** `connecting` until the first answer; `reconnecting` after the stream broke; `offline` when the machine has no network. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline'

/** A tiny store, so that only the dot and the polling fallback render again when the state changes. */
export function createLiveStore() {
  let state: LiveState = 'connecting'
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(next: LiveState) {
      if (next === state) return
      state = next
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export type LiveStore = ReturnType<typeof createLiveStore>
