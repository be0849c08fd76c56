import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 5_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present, in steps of `stepMs`: one timer for the window, and a component renders only when its step is over. */
export function useNow(stepMs = 5_000): number {
  return useSyncExternalStore(subscribe, () => {
    if (listeners.size === 0 || Date.now() - now > 5_000) now = Date.now()
    return Math.floor(now / stepMs) * stepMs
  })
}
