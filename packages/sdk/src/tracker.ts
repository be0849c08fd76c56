import { attempt, type Cleaner, createCleaner } from './clean.ts'
import type { Delivery } from './delivery.ts'
import { type Choice, createIdentity } from './identity.ts'
import type { Clock, StateStore } from './ports.ts'
import type { EventError, eventNames, TrackedEvent } from './wire.ts'

/** Longest event, in UTF-16 units: at three bytes each it still fits a keepalive request. */
const maxEvent = 20_000
const maxName = 200
const pageView: typeof eventNames.page = 'page_view'
const identified: typeof eventNames.identify = 'identify'

export type Properties = Record<string, unknown>

export interface TrackOptions {
  /** The funnel step that this event stands for, where that differs from its name. */
  step?: string
  /** What went wrong: an `Error`, or its type and message. */
  error?: EventError & { name?: string }
  /** When it happened, where that is not now: a date, ISO 8601 or milliseconds since the epoch. */
  timestamp?: Date | string | number
}

export interface TrackerOptions {
  /** Where the server is, such as `https://quarterdeck.example.com`. */
  url: string
  writeKey: string
  appVersion?: string | undefined
  /** Longest time that an event waits for company, in milliseconds; 1000 unless told. */
  flushIntervalMs?: number
  /** Number of waiting events that are sent at once; 20 unless told. */
  flushAt?: number
  /** Most events kept while the server cannot be reached; the oldest go first. 1000 unless told. */
  maxQueued?: number
  /** Longest time that an event is kept, in milliseconds; 7 days unless told. */
  maxAgeMs?: number
  /**
   * 'granted' unless told. 'pending' keeps events in memory and sends nothing until `optIn()`; 'denied' keeps nothing.
   * What the person chose before with `optIn()` or `optOut()` goes before 'granted' and 'pending'.
   */
  consent?: 'granted' | 'pending' | 'denied' | undefined
  /** More fields whose values must not leave, by patterns of their names. */
  mask?: readonly RegExp[]
  /** Sees every event before it is kept; may change it, or drop it with null. An event on which it throws is dropped. */
  beforeSend?: (event: TrackedEvent) => TrackedEvent | null
  fetch?: typeof fetch
  /** Time limit of one request, in milliseconds; 10 000 unless told. */
  requestTimeoutMs?: number
  clock?: Clock
  /** Random numbers from 0 to 1, for the spread of the waits. */
  random?: () => number
}

/** No function of a tracker ever throws or rejects. */
export interface Tracker {
  /** Records that something happened. Returns the event's id; undefined when it was not kept. */
  track(name: string, properties?: Properties, options?: TrackOptions): string | undefined
  /** Records a page view. */
  page(properties?: Properties): string | undefined
  /** Says who acts from now on. Another person than before begins as a new anonymous one. */
  identify(userId: string, traits?: Properties): string | undefined
  /** Forgets who acts, after signing out: a new anonymous id and a new visit. */
  reset(): void
  /** Sends what waits; true when nothing is left. A wait that the server asked for, or that follows a failure, is kept. */
  flush(): Promise<boolean>
  /** Stops tracking, forgets what was kept and what waits. Remembered. */
  optOut(): void
  /** Starts tracking, and sends what a pending consent held. Remembered. */
  optIn(): void
  /** Number of events given up so far: too many, too old, refused by the server or by `beforeSend`. */
  dropped(): number
}

export interface Surroundings {
  delivery: Delivery
  clock: Clock
  newId: () => string
  store: StateStore
  /** Whether the browser asks not to be tracked. */
  doNotTrack?: boolean
  /** What every event says besides. */
  facts: Pick<TrackedEvent, 'device' | 'country'>
  /** What a page view says by itself. */
  describePage?: () => Properties
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => void setTimeout(run, ms),
}

/** Settings that were left out. */
export const defaults = {
  flushIntervalMs: 1000,
  flushAt: 20,
  maxQueued: 1000,
  maxAgeMs: 604_800_000,
  requestTimeoutMs: 10_000,
}

/** The part of a tracker that is the same everywhere: consent, identity, cleaning, and the event's form. */
export function assembleTracker(options: TrackerOptions, around: Surroundings): Tracker {
  const { delivery, clock, newId } = around
  const cleaner = createCleaner(options.mask)
  let dropped = 0
  let consent = options.consent ?? 'granted'
  const identity = createIdentity(clock, newId, around.store, () => consent === 'granted')
  if (consent !== 'denied') consent = identity.choice() ?? (around.doNotTrack ? 'denied' : consent)

  const record = (name: string, properties?: Properties, extra: TrackOptions = {}, base?: Properties) => {
    if (consent === 'denied') return
    const now = clock.now()
    const { anonymousId, userId, visitId } = identity.touch()
    const event: TrackedEvent = {
      id: newId(),
      name: cleaner.text(name, maxName),
      timestamp: +new Date(extra.timestamp ?? now) || now,
      visitId,
      anonymousId,
      ...around.facts,
      properties: cleaner.fields(base, properties),
    }
    if (userId) event.userId = userId
    if (options.appVersion) event.appVersion = options.appVersion
    if (extra.step) event.step = cleaner.text(extra.step, maxName)
    if (extra.error) event.error = describeError(cleaner, extra.error)
    const allowed = options.beforeSend ? attempt(() => options.beforeSend?.(event)) : event
    const json = attempt(() => allowed && fit(allowed))
    if (json) delivery.add(event.id, json)
    else dropped++
    return json ? event.id : undefined
  }

  const choose = (choice: Choice): void => {
    consent = choice
    identity.choose(choice)
    if (choice === 'denied') delivery.clear()
    else delivery.start()
  }

  if (consent === 'granted') delivery.start()
  return {
    track: (name, properties, extra) => attempt(() => record(name, properties, extra)),
    page: properties => attempt(() => record(pageView, properties, {}, around.describePage?.())),
    identify: (userId, traits) =>
      attempt(() => {
        identity.touch(cleaner.text(userId, maxName))
        return record(identified, traits)
      }),
    reset: identity.reset,
    flush: delivery.flush,
    optOut: () => choose('denied'),
    optIn: () => choose('granted'),
    dropped: () => dropped + delivery.dropped(),
  }
}

function describeError(cleaner: Cleaner, { name, type = name, message }: EventError & { name?: string }): EventError {
  return { ...(type && { type: cleaner.text(type, maxName) }), ...(message && { message: cleaner.text(message) }) }
}

function fit(event: TrackedEvent): string {
  const json = JSON.stringify(event)
  return json.length > maxEvent ? JSON.stringify({ ...event, properties: { truncated: true } }) : json
}
