import type { Clock } from '../ports.ts'

export interface TestClock extends Clock {
  /** Moves time on, and runs what becomes due, in order. */
  advance(ms: number): void
  /** Sets the wall clock without any time passing. */
  set(now: number): void
  /** Waits until each timer, in milliseconds from now, shortest first. */
  due(): number[]
}

/** A clock that stands still until a test moves it. */
export function createTestClock(now = Date.UTC(2026, 0, 1)): TestClock {
  let passed = 0
  let timers: { at: number; run: () => void }[] = []
  const due = () => timers.map(({ at }) => at - passed).sort((a, b) => a - b)
  return {
    now: () => now,
    after: (ms, run) => void timers.push({ at: passed + ms, run }),
    due,
    set(next) {
      now = next
    },
    advance(ms) {
      const end = passed + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter(timer => timer !== next)
        now += next.at - passed
        passed = next.at
        next.run()
      }
      now += end - passed
      passed = end
    },
  }
}
