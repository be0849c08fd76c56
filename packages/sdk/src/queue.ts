import { attemptLater } from './clean.ts'
import type { Clock, Outbox } from './ports.ts'
import { timeOfId } from './uuid.ts'

export type Entry = [id: string, json: string]

/** Browsers and our server take more; a request should not take long. */
const maxBatch = 500

export interface QueueOptions {
  clock: Clock
  outbox: Outbox
  maxQueued: number
  maxAgeMs: number
}

/**
 * Every event without an answer yet, oldest first: what this tab made and what former ones left. A copy of the outbox,
 * which can be read at once when the page goes, and all there is when nothing can be stored.
 */
export function createQueue({ clock, outbox, maxQueued, maxAgeMs }: QueueOptions) {
  const entries = new Map<string, string>()
  let open = false
  let dropped = 0

  const forget = (gone: readonly Entry[], lost = 0): void => {
    const ids = gone.map(([id]) => id)
    dropped += lost
    for (const id of ids) entries.delete(id)
    // What cannot be removed is sent again, and the server knows its id.
    attemptLater(() => outbox.remove(ids))
  }
  const trim = (): void => {
    for (const entry of entries) {
      if (entries.size <= maxQueued && !(timeOfId(entry[0]) < clock.now() - maxAgeMs)) break
      forget([entry], 1)
    }
  }

  const put = (id: string, json: string): void => {
    attemptLater(() => outbox.put(id, json))
  }

  return {
    entries,
    /** Removes events that found their end, `lost` of them without reaching it. */
    forget,
    dropped: () => dropped,
    /** Keeps an event: in memory, and from `load` on in the outbox. */
    add(id: string, json: string): void {
      entries.set(id, json)
      trim()
      if (open) put(id, json)
    },
    /** Begins to store; what the outbox has comes before what is here. */
    async load(): Promise<void> {
      open = true
      for (const entry of entries) put(...entry)
      const all = [...((await attemptLater(outbox.read)) ?? []), ...entries]
      entries.clear()
      for (const [id, json] of all) entries.set(id, json)
    },
    clear(): void {
      open = false
      entries.clear()
      attemptLater(async () => forget([...(await outbox.read())]))
    },
    /** The oldest events after an id, up to 500 and about `limit` bytes, but at least one if there is any. */
    batch(limit: number, after = ''): Entry[] {
      trim()
      const utf8 = new TextEncoder()
      let bytes = 0
      return [...entries]
        .filter(([id]) => id > after)
        .slice(0, maxBatch)
        .filter(([, json], index) => {
          bytes += utf8.encode(json).length + 1
          return !index || bytes < limit
        })
    },
  }
}
