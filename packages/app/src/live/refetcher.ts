/** What the refetcher needs from its surroundings; a test passes a clock of its own. */
export interface RefetcherOptions {
  /** Refetches one query; settles when the answer is in, whatever it is. */
  refetch: (key: string) => Promise<unknown>
  /** Shortest pause between two refetches of one query, in ms. */
  pauseMs?: number
  now?: () => number
  wait?: (ms: number, then: () => void) => () => void
}

interface Slot {
  startedAt: number
  running: boolean
  again: boolean
  cancel: (() => void) | null
}

const realWait = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/**
 * Turns bursts of changes into few refetches: the first at once; while that one runs, or before `pauseMs` has passed
 * since it began, any number of further changes make exactly one more, and that one always begins after the last change.
 */
export function createRefetcher(options: RefetcherOptions) {
  const { refetch, pauseMs = 250, now = () => performance.now(), wait = realWait } = options
  const slots = new Map<string, Slot>()
  let stopped = false

  const start = (key: string, slot: Slot, pause: number) => {
    slot.startedAt = now()
    slot.running = true
    slot.again = false
    slot.cancel = null
    const settle = () => {
      slot.running = false
      if (slot.again) schedule(key, slot, pause)
    }
    refetch(key).then(settle, settle)
  }

  const schedule = (key: string, slot: Slot, pause: number) => {
    if (stopped || slot.cancel) return
    const left = slot.startedAt + pause - now()
    if (left <= 0) start(key, slot, pause)
    else slot.cancel = wait(left, () => start(key, slot, pause))
  }

  return {
    /** Says that what this query shows may have changed. A costly one may ask for a longer pause, in ms. */
    touch(key: string, pause = pauseMs) {
      if (stopped) return
      let slot = slots.get(key)
      if (!slot) {
        slot = { startedAt: Number.NEGATIVE_INFINITY, running: false, again: false, cancel: null }
        slots.set(key, slot)
      }
      if (slot.running) slot.again = true
      else schedule(key, slot, pause)
    },
    /** Forgets everything that is still to come. */
    stop() {
      stopped = true
      for (const slot of slots.values()) slot.cancel?.()
      slots.clear()
    },
  }
}
