import { createQueue, type Entry, type QueueOptions } from './queue.ts'
import { postBatch, type RequestOptions } from './request.ts'
import { backOff } from './retry.ts'

export interface DeliveryOptions extends QueueOptions, RequestOptions {
  random: () => number
  flushIntervalMs: number
  flushAt: number
}

export interface Delivery {
  /** From now on events are stored and sent; those added before, and what a former life left, go first. */
  start(): void
  /** Keeps an event, in memory until `start`, then in the outbox; and sends it soon. */
  add(id: string, json: string): void
  /** Sends what waits, unless the server asked to wait. True when nothing is left. */
  flush(): Promise<boolean>
  /** The page may go away at any moment: sends what this tab has not had acknowledged, out of the page's life. */
  leave(): void
  /** Forgets everything that waits, and stores and sends no more until `start`. */
  clear(): void
  /** Events given up so far: too many, too old, refused. */
  dropped(): number
}

const maxBytes = 200_000
/** Browsers allow 64 KiB for all keepalive requests in flight (Fetch standard, HTTP-network-or-cache fetch). */
const maxKeepaliveBytes = 60_000

/** Moves events from the outbox to the server: batches, retries, splits; removes only what was acknowledged. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { clock, flushIntervalMs } = options
  const queue = createQueue(options)
  let started: Promise<void> | undefined
  let running: Promise<boolean> | undefined
  let wakeIn = Infinity
  // Set from a failure until the next try is due. Timers, not times: a clock that is set back must not lengthen it.
  let rest: object | undefined
  let failures = 0
  // The newest event that was sent when the page was about to go.
  let left = ''

  const wake = (delay: number): void => {
    if (delay >= wakeIn) return
    wakeIn = delay
    clock.after(delay, () => {
      wakeIn = Infinity
      flush()
    })
  }

  const restFor = (ms: number): void => {
    const mine = {}
    rest = mine
    clock.after(ms, () => {
      if (rest !== mine) return
      rest = undefined
      flush()
    })
  }

  /** Sends one batch; true when every event of it has found its end, false when the rest must wait. */
  const send = async (batch: readonly Entry[], keepalive: boolean): Promise<boolean> => {
    const { rejected, refused, wait } = await postBatch(
      options,
      batch.map(([, json]) => json),
      keepalive,
    )
    const middle = batch.length >> 1
    if (refused && middle)
      return (await send(batch.slice(0, middle), keepalive)) && (await send(batch.slice(middle), keepalive))
    if (refused || rejected !== undefined) {
      failures = 0
      queue.forget(batch, rejected ?? 1)
      return true
    }
    restFor(Math.max(wait ?? 0, backOff(failures++, options.random)))
    return false
  }

  const drain = async (): Promise<boolean> => {
    for (;;) {
      const batch = queue.batch(maxBytes)
      if (!batch.length) return true
      if (rest || !(await send(batch, false))) return false
    }
  }

  const flush = async (): Promise<boolean> => {
    if (!started) return !queue.entries.size
    await started
    running ??= drain().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    flush,
    add(id, json) {
      queue.add(id, json)
      if (started) wake(queue.entries.size < options.flushAt ? flushIntervalMs : 0)
    },
    start() {
      started = queue.load().then(() => wake(0))
    },
    leave() {
      if (!started || rest) return
      // Hiding and leaving come as two signals: the second has only what is new.
      const batch = queue.batch(maxKeepaliveBytes, left)
      if (batch.length) send(batch, true)
      left = batch.at(-1)?.[0] ?? left
    },
    clear() {
      started = undefined
      queue.clear()
    },
    dropped: queue.dropped,
  }
}
