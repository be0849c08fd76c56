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
  /** How many refetches have followed each other as closely as they may. */
  streak: number
  running: boolean
  again: boolean
  cancel: (() => void) | null
}

/**
 * A table that never rests, such as events under load, would have every window ask each query four times a second, and a
 * person with a few windows use up what they may ask in a minute (600). After a second the pause doubles up to this.
 */
const longestPauseMs = 4_000

/** How long to wait after the last of a streak of refetches. */
const paceOf = (streak: number, pause: number) =>
  Math.max(pause, Math.min(longestPauseMs, pause * 2 ** Math.max(0, streak - 4)))

const realWait = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/**
 * Turns bursts of changes into few refetches: the first at once; while that one runs, or before `pauseMs` has passed
 * since it began, any number of further changes make exactly one more, and that one always begins after the last change. The pause grows while changes do not stop.
 */
export function createRefetcher(options: RefetcherOptions) {
  const { refetch, pauseMs = 250, now = () => performance.now(), wait = realWait } = options
  const slots = new Map<string, Slot>()
  let stopped = false

  const start = (key: string, slot: Slot, pause: number) => {
    const isClose = now() - slot.startedAt < 2 * paceOf(slot.streak, pause)
    slot.streak = isClose ? slot.streak + 1 : 0
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
    const left = slot.startedAt + paceOf(slot.streak, pause) - now()
    if (left <= 0) start(key, slot, pause)
    else slot.cancel = wait(left, () => start(key, slot, pause))
  }

  return {
    /** Says that what this query shows may have changed. A costly one may ask for a longer pause, in ms. */
    touch(key: string, pause = pauseMs) {
      if (stopped) return
      let slot = slots.get(key)
      if (!slot) {
        slot = { startedAt: Number.NEGATIVE_INFINITY, streak: 0, running: false, again: false, cancel: null }
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
