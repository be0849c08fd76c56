import { attempt } from '../clean.ts'
import { createDelivery } from '../delivery.ts'
import {
  assembleTracker,
  defaults,
  type Properties,
  systemClock,
  type Tracker,
  type TrackerOptions,
} from '../tracker.ts'
import { createIds } from '../uuid.ts'
import { createBrowserOutbox, type StorageLike } from './outbox.ts'
import { watchPages } from './page-views.ts'

export type { Clock } from '../ports.ts'
export type { Properties, Tracker, TrackerOptions, TrackOptions } from '../tracker.ts'
export type { EventError, Json, TrackedEvent } from '../wire.ts'
export type { StorageLike }

export interface BrowserTrackerOptions extends TrackerOptions {
  /** True unless told: with Do Not Track or Global Privacy Control on, nothing is kept until `optIn()`. */
  respectDoNotTrack?: boolean
  /** Records a page view now and whenever the address changes. */
  autoPage?: boolean
  /** Where identity, and events without IndexedDB, are kept; `localStorage` unless told. */
  storage?: StorageLike
}

/** Starts a tracker in a page. Never throws; with hostile or missing surroundings it keeps events in memory. */
export function createTracker(options: BrowserTrackerOptions): Tracker {
  const name = `qd:${options.writeKey}`
  const clock = options.clock ?? systemClock
  const storage = (): StorageLike => options.storage ?? localStorage
  const delivery = createDelivery({
    ...defaults,
    random: Math.random,
    fetch: (...request) => fetch(...request),
    ...options,
    clock,
    outbox: createBrowserOutbox(name, storage),
  })
  let referrer = document.referrer
  const tracker = assembleTracker(options, {
    delivery,
    clock,
    newId: createIds(clock.now),
    store: {
      load: () => storage().getItem(name),
      save: text => storage().setItem(name, text),
    },
    doNotTrack: options.respectDoNotTrack !== false && asksNotToBeTracked(navigator),
    facts: { device: deviceOf(navigator) },
    describePage(): Properties {
      const url = location.href
      const page = { url, path: location.pathname, title: document.title, referrer }
      referrer = url
      return page
    },
  })
  addEventListener('pagehide', delivery.leave)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && delivery.leave())
  if (options.autoPage) attempt(() => watchPages(tracker.page))
  return tracker
}

/** Do Not Track, or Global Privacy Control, which the types of the platform do not know. */
const asksNotToBeTracked = ({ doNotTrack, globalPrivacyControl }: Navigator & { globalPrivacyControl?: boolean }) =>
  doNotTrack === '1' || !!globalPrivacyControl

function deviceOf({ userAgent, maxTouchPoints }: Navigator): string {
  // An iPad calls itself a Macintosh, but Macintoshes have no touch screen.
  if (/iPad|Tablet|Android(?!.*Mobi)/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1))
    return 'tablet'
  return /Mobi|iPhone/.test(userAgent) ? 'mobile' : 'desktop'
}
