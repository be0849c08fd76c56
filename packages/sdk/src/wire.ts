/**
 * The wire contract of event ingestion: what a tracker sends to `POST /v1/batch` and what it gets back.
 * Types only, so that the browser tracker and the server share one description at no cost in bytes.
 */

/** Values that survive a JSON round trip. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What went wrong, on an event that reports an error. */
export interface EventError {
  /** A short class of the error, such as `TypeError` or `card_declined`. */
  type?: string
  message?: string
}

/** One thing that happened during a visit. */
export interface TrackedEvent {
  /** Idempotency key, made once by the sender (UUIDv7 from our trackers). The same id twice is one event. */
  id: string
  /** What happened, such as `checkout_started`; up to 200 characters. */
  name: string
  /** The sender's clock: ISO 8601, or milliseconds since the epoch. */
  timestamp: string | number
  /** The visit that the event belongs to. */
  visitId: string
  /** The browser or installation, before anyone is known. */
  anonymousId?: string
  /** The person in the sender's own terms, once known. */
  userId?: string
  /** The funnel step that this event stands for, where that differs from its name. */
  step?: string
  device?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
  appVersion?: string
  error?: EventError
  properties?: { [key: string]: Json }
}

/** Body of `POST /v1/batch`: 1 to 1,000 events, 1 MB after decompression. */
export interface EventBatch {
  events: TrackedEvent[]
  /** The sender's clock when this request left, ISO 8601. The server corrects wrong clocks with it. */
  sentAt: string
}

/** Why one event was refused. The others of its batch are kept. */
export type RejectionCode = 'invalid' | 'too_old' | 'too_new' | 'too_large'

export interface Rejection {
  /** Position in the batch as sent. */
  index: number
  code: RejectionCode
  /** What is wrong and what to do about it. */
  message: string
}

/** The answer to a batch, sent only after its events are committed. */
export interface BatchResult {
  accepted: number
  /** Events whose id was already known. */
  duplicates: number
  rejected: Rejection[]
}

/** Names of the events that the trackers make themselves. */
export const eventNames = { page: 'page_view', identify: 'identify', group: 'group', alias: 'alias' } as const
