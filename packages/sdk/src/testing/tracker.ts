import { createDelivery } from '../delivery.ts'
import type { StateStore } from '../ports.ts'
import { assembleTracker, defaults, type Surroundings, type Tracker, type TrackerOptions } from '../tracker.ts'
import { createIds } from '../uuid.ts'
import type { TrackedEvent } from '../wire.ts'
import { createTestClock, type TestClock } from './clock.ts'

export interface TrackerUnderTest extends Tracker {
  clock: TestClock
  /** Events as they were put into the outbox. */
  stored(): TrackedEvent[]
  /** Like `track`, and returns the event as stored. */
  see(...args: Parameters<Tracker['track']>): TrackedEvent | undefined
}

/** The store of one browser, which tabs share. */
export function createSharedState(): StateStore & { text(): string | null } {
  let text: string | null = null
  return {
    text: () => text,
    load: () => text,
    save(next) {
      text = next
    },
  }
}

/** A tracker under a clock that stands still; its outbox is an array. */
export function startTracker(
  options: Partial<TrackerOptions> = {},
  around: Partial<Surroundings> = {},
  clock: TestClock = createTestClock(),
): TrackerUnderTest {
  const kept = new Map<string, string>()
  const all = { url: 'http://127.0.0.1:1', writeKey: 'wk_test', fetch, ...options }
  const delivery = createDelivery({
    ...defaults,
    random: () => 1,
    ...all,
    clock,
    outbox: {
      put: (id, json) => void kept.set(id, json),
      read: () => [...kept],
      remove(ids) {
        for (const id of ids) kept.delete(id)
      },
    },
  })
  const surroundings = {
    delivery,
    clock,
    newId: createIds(clock.now),
    store: createSharedState(),
    facts: {},
    ...around,
  }
  const tracker = assembleTracker(all, surroundings)
  const stored = (): TrackedEvent[] => [...kept.values()].map(json => JSON.parse(json))
  return {
    ...tracker,
    clock,
    stored,
    see(...args) {
      const id = tracker.track(...args)
      return stored().find(event => event.id === id)
    },
  }
}
