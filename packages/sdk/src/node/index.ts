import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt } from '../clean.ts'
import { createDelivery } from '../delivery.ts'
import type { Clock } from '../ports.ts'
import { assembleTracker, defaults, type Tracker, type TrackerOptions } from '../tracker.ts'
import { createIds } from '../uuid.ts'
import type { TrackedEvent } from '../wire.ts'
import { createFileOutbox } from './outbox.ts'
import { createFileState, createMemoryState } from './state.ts'

export type { Clock } from '../ports.ts'
export type { Properties, Tracker, TrackerOptions, TrackOptions } from '../tracker.ts'
export type { EventError, Json, TrackedEvent } from '../wire.ts'

export interface NodeTrackerOptions extends TrackerOptions {
  /** Where unsent events and the anonymous id are kept; `~/.quarterdeck` unless told. Not to be shared by machines. */
  directory?: string
}

/** Someone other than the installation itself, such as the sender of a request that a server works on. */
export type Person = Partial<Pick<TrackedEvent, 'userId' | 'anonymousId' | 'visitId' | 'device' | 'country'>>

export interface NodeTracker extends Tracker {
  /**
   * A tracker in the name of one of many people, over the same outbox. Give the visit id that their browser has; without
   * it each call of `forPerson` begins a visit.
   */
  forPerson(person: Person): Pick<Tracker, 'track' | 'page' | 'identify'>
  /**
   * Sends what waits, for at most `timeoutMs` (5000 unless told), and closes the outbox; true when nothing is left. What
   * is left goes out at the next start.
   */
  shutdown(timeoutMs?: number): Promise<boolean>
}

/**
 * Starts a tracker in a Node process. An event is in a file when `track` returns, unless the directory cannot be
 * written: then it is kept in memory. Timers never hold up the end of the process.
 */
export function createTracker(options: NodeTrackerOptions): NodeTracker {
  const key = createHash('sha256').update(String(options.writeKey)).digest('hex').slice(0, 16)
  const directory = join(options.directory ?? join(homedir(), '.quarterdeck'), key)
  const clock = options.clock ?? restfulClock
  const outbox = createFileOutbox(directory)
  const state = createFileState(join(directory, 'state.json'))
  const post = warnOfRefusals(options.fetch ?? fetch, options.url)
  const delivery = createDelivery({ ...defaults, random: Math.random, ...options, fetch: post, clock, outbox })
  const around = { clock, newId: createIds(clock.now) }
  const tracker = assembleTracker(options, { ...around, delivery, store: state, facts: {} })

  return {
    ...tracker,
    forPerson({ userId, anonymousId, visitId, ...facts }) {
      const choice = state.choice()
      const store = createMemoryState(JSON.stringify({ userId, anonymousId, visitId, activeAt: clock.now(), choice }))
      // The outbox is opened and emptied by the tracker that it belongs to.
      return assembleTracker(options, { ...around, delivery: { ...delivery, start() {}, clear() {} }, store, facts })
    },
    async shutdown(timeoutMs = 5000) {
      const done = await Promise.race([tracker.flush(), sleep(timeoutMs, false, { ref: false })])
      attempt(outbox.close)
      return done
    },
  }
}

/** Says once that only a person can mend what is wrong: the tracker itself goes on, waits long and keeps its events. */
function warnOfRefusals(send: typeof fetch, url: string): typeof fetch {
  let warned = false
  const warn = (problem: string): void => {
    if (!warned) process.emitWarning(`${problem}. Its events wait.`, 'QuarterdeckWarning')
    warned = true
  }
  if (!URL.canParse(url) || !/^https?:/.test(url))
    warn('The tracker was given no address that begins with http:// or https://')
  return async (...request) => {
    const response = await send(...request)
    if (response.status === 401 || response.status === 403) warn(`${url} does not know the tracker's write key`)
    if (response.status === 404) warn(`${url} is no address of Quarterdeck`)
    return response
  }
}

const restfulClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => void setTimeout(run, ms).unref(),
}
