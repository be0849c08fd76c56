import { createDelivery, type Delivery, type DeliveryOptions } from '../delivery.ts'
import type { Outbox } from '../ports.ts'
import { defaults } from '../tracker.ts'
import { createIds } from '../uuid.ts'
import { createTestClock, type TestClock } from './clock.ts'

export interface DeliveryUnderTest extends Delivery {
  clock: TestClock
  /** What the outbox holds. */
  kept: Map<string, string>
  /** Adds so many events; returns their ids. */
  addMany(count: number, size?: number): string[]
}

/** A started delivery to `url` under a clock that stands still, with waits that are not spread. */
export function startDelivery(url: string, changes: Partial<DeliveryOptions> = {}): DeliveryUnderTest {
  const clock = createTestClock()
  const newId = createIds(clock.now)
  const kept = new Map<string, string>()
  const outbox: Outbox = {
    put: (id, json) => void kept.set(id, json),
    read: () => [...kept],
    remove(ids) {
      for (const id of ids) kept.delete(id)
    },
  }
  const delivery = createDelivery({
    ...defaults,
    url,
    writeKey: 'wk_test',
    clock,
    random: () => 1,
    fetch,
    outbox,
    ...changes,
  })
  delivery.start()
  return {
    ...delivery,
    clock,
    kept,
    addMany(count, size = 0) {
      return Array.from({ length: count }, () => {
        const id = newId()
        delivery.add(id, JSON.stringify({ id, name: 'n', timestamp: clock.now(), visitId: 'v', x: 'é'.repeat(size) }))
        return id
      })
    },
  }
}
