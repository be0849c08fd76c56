import { attemptLater } from './clean.ts'
import type { Clock, Outbox } from './ports.ts'
import { backOff, maxWait, retryAfter } from './retry.ts'
import { timeOfId } from './uuid.ts'
import type { BatchResult } from './wire.ts'

export interface DeliveryOptions {
  url: string
  writeKey: string
  clock: Clock
  random: () => number
  fetch: typeof fetch
  outbox: Outbox
  flushIntervalMs: number
  flushAt: number
  maxQueued: number
  maxAgeMs: number
  requestTimeoutMs: number
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
  /** The network is back: no need to sit out a wait that only a lack of network has caused. */
  resume(): void
  /** Forgets everything that waits, and stores and sends no more until `start`. */
  clear(): void
  /** Events given up so far: too many, too old, refused. */
  dropped(): number
}

type Entry = [id: string, json: string]
const maxBatch = 500
const maxBytes = 200_000
/** Browsers allow 64 KiB for all keepalive requests in flight (Fetch standard, HTTP-network-or-cache fetch). */
const maxKeepaliveBytes = 60_000

/** Moves events from the outbox to the server: batches, retries, splits; removes only what was acknowledged. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { clock, outbox } = options
  // Every event without an answer yet, oldest first: what this tab made and what former ones left. A copy of the
  // outbox, which can be read at once when the page goes, and all there is when nothing can be stored.
  const queue = new Map<string, string>()
  let started: Promise<void> | undefined
  let running: Promise<boolean> | undefined
  let wakeIn = Infinity
  // Set from a failure until the next try is due. Timers, not times: a clock that is set back must not lengthen it.
  let rest: object | undefined
  let failures = 0
  let reached = false
  // The newest event that was sent when the page was about to go.
  let left = ''
  let dropped = 0

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
      if (rest === mine) wakeUp()
    })
  }

  const wakeUp = (): void => {
    rest = undefined
    flush()
  }

  const put = (id: string, json: string): void => {
    attemptLater(() => outbox.put(id, json))
  }

  const forget = (entries: readonly Entry[]): void => {
    const ids = entries.map(([id]) => id)
    for (const id of ids) queue.delete(id)
    // What cannot be removed is sent again, and the server knows its id.
    attemptLater(() => outbox.remove(ids))
  }

  const giveUp = (entries: readonly Entry[]): void => {
    dropped += entries.length
    forget(entries)
  }

  const trim = (): void => {
    for (const entry of queue) {
      if (queue.size <= options.maxQueued && !(timeOfId(entry[0]) < clock.now() - options.maxAgeMs)) break
      giveUp([entry])
    }
  }

  /** Sends one batch; true when every event of it has found its end, false when the rest must wait. */
  const send = async (batch: readonly Entry[], keepalive: boolean): Promise<boolean> => {
    let wait = 0
    reached = false
    try {
      const response = await options.fetch(`${options.url}/v1/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.writeKey}`, 'content-type': 'application/json' },
        body: `{"events":[${batch.map(([, json]) => json)}],"sentAt":"${new Date(clock.now()).toISOString()}"}`,
        credentials: 'omit',
        keepalive,
        signal: AbortSignal.timeout(options.requestTimeoutMs),
      })
      const { status } = response
      reached = true
      if (response.ok) {
        // Read to its end: a page of a hotel's network also says 200, but does not count events.
        const result: Partial<BatchResult> = await response.json()
        if (Number.isInteger(result.accepted)) {
          failures = 0
          dropped += result.rejected?.length ?? 0
          forget(batch)
          return true
        }
      } else if (status === 400 || status === 413) {
        if (batch.length < 2) {
          giveUp(batch)
          return true
        }
        const middle = batch.length >> 1
        return (await send(batch.slice(0, middle), keepalive)) && (await send(batch.slice(middle), keepalive))
      } else {
        wait = retryAfter(response.headers.get('retry-after'), clock.now())
        // Wrong key or address: only a person can mend it, so ask seldom.
        if (status < 500 && status !== 408 && status !== 429) wait = maxWait
      }
    } catch {
      // No network, cut off, or too slow: as a refusal without advice.
    }
    restFor(Math.max(wait, backOff(failures++, options.random)))
    return false
  }

  const drain = async (): Promise<boolean> => {
    for (;;) {
      trim()
      const batch = take(queue, maxBytes)
      if (!batch.length) return true
      if (rest || !(await send(batch, false))) return false
    }
  }

  const flush = async (): Promise<boolean> => {
    if (!started) return !queue.size
    await started
    running ??= drain().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    flush,
    add(id, json) {
      queue.set(id, json)
      trim()
      if (!started) return
      put(id, json)
      wake(queue.size < options.flushAt ? options.flushIntervalMs : 0)
    },
    start() {
      started = attemptLater(outbox.read).then(stored => {
        const newer = [...queue]
        queue.clear()
        for (const [id, json] of [...(stored ?? []), ...newer]) queue.set(id, json)
        wake(0)
      })
      for (const entry of queue) put(...entry)
    },
    leave() {
      if (!started || rest) return
      // Hiding and leaving come as two signals: the second has only what is new.
      const batch = take(
        [...queue].filter(([id]) => id > left),
        maxKeepaliveBytes,
      )
      if (batch.length) send(batch, true)
      left = batch.at(-1)?.[0] ?? left
    },
    resume() {
      if (!reached) wakeUp()
    },
    clear() {
      started = undefined
      queue.clear()
      attemptLater(async () => forget([...(await outbox.read())]))
    },
    dropped: () => dropped,
  }
}

function take(queue: Iterable<Entry>, limit: number): Entry[] {
  const utf8 = new TextEncoder()
  let bytes = 0
  return [...queue].slice(0, maxBatch).filter(([, json], index) => {
    bytes += utf8.encode(json).length + 1
    return !index || bytes < limit
  })
}
