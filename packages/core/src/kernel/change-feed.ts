import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '@quarterdeck/db'

/** `ready`: refetch everything, something may have been missed. `changes`: refetch what these topics touch. */
export type ChangeMessage = { type: 'ready' } | { type: 'changes'; topics: string[] }

export interface ChangeFeed {
  /**
   * Messages for one workspace, beginning with `ready`; ends when the signal aborts. Topics are
   * `workspace:table[:scope]`.
   */
  subscribe: (workspaceId: string, signal: AbortSignal) => AsyncGenerator<ChangeMessage, void, void>
  /** How many streams are open in this process. */
  streams: () => number
  close: () => Promise<void>
}

/**
 * The first change goes out at once, those that follow within this time together, in milliseconds: a busy table costs
 * each stream at most twenty messages a second, and a single change waits for nothing.
 */
const coalesce = 50

interface Subscriber {
  workspaceId: string
  ready: () => void
  add: (topic: string) => void
}

/** What one stream has still to be told. */
function createQueue(signal: AbortSignal) {
  const topics = new Set<string>()
  let ready = true
  let idle = false
  let resume: () => void = () => {}
  signal.addEventListener('abort', () => resume(), { once: true })

  /** Until `resume`, or for so many milliseconds. */
  const pause = (milliseconds: number | null) =>
    new Promise<void>(resolve => {
      const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds)
      idle = milliseconds === null
      resume = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function* messages(): AsyncGenerator<ChangeMessage, void, void> {
    let nextAt = 0
    while (!signal.aborted) {
      const left = nextAt - performance.now()
      if (ready) {
        ready = false
        topics.clear()
        yield { type: 'ready' }
      } else if (topics.size === 0) {
        await pause(null)
        // The topics of one commit come one by one, within one turn: a reader should not wait 50 ms for the second.
        await nextTurn()
      } else if (left > 0) {
        await pause(left)
      } else {
        nextAt = performance.now() + coalesce
        const told = [...topics]
        topics.clear()
        yield { type: 'changes', topics: told }
      }
    }
  }

  return {
    messages,
    ready: () => {
      ready = true
      resume()
    },
    add: (topic: string) => {
      topics.add(topic)
      if (idle) resume()
    },
  }
}

/** Listens to the database's change feed, once a process, and hands each workspace's topics to its streams. */
export async function openChangeFeed(database: Database): Promise<ChangeFeed> {
  const subscribers = new Set<Subscriber>()
  const stop = await database.listen('changes', {
    onReady: () => {
      for (const subscriber of subscribers) subscriber.ready()
    },
    onPayload: topic => {
      for (const subscriber of subscribers) if (topic.startsWith(subscriber.workspaceId)) subscriber.add(topic)
    },
  })
  return {
    async *subscribe(workspaceId, signal) {
      const queue = createQueue(signal)
      const subscriber = { workspaceId, ready: queue.ready, add: queue.add }
      // Attached before the first message, so that no change falls between the client's refetch and the stream.
      subscribers.add(subscriber)
      try {
        yield* queue.messages()
      } finally {
        subscribers.delete(subscriber)
      }
    },
    streams: () => subscribers.size,
    close: stop,
  }
}
