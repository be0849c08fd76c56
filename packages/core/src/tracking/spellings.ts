import type { EventSource } from '@quarterdeck/db'
import { eventNames } from '@quarterdeck/sdk'
import { readTime } from './clock-skew.ts'

/** An event in our own words, its values not yet checked. Whatever spelling it came in, it goes on as this. */
export interface LooseEvent {
  id: unknown
  name: unknown
  timestamp: unknown
  visitId: unknown
  anonymousId: unknown
  userId: unknown
  step: unknown
  device: unknown
  country: unknown
  appVersion: unknown
  errorType: unknown
  errorMessage: unknown
  properties: unknown
  source: EventSource
}

type Fields = Record<string, unknown>

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const record = (value: unknown): Fields => (isRecord(value) ? value : {})

/** Ours: `TrackedEvent` of the SDK's wire contract. */
function fromOurs(event: Fields): LooseEvent {
  const error = record(event.error)
  return {
    id: event.id,
    name: event.name,
    timestamp: event.timestamp,
    visitId: event.visitId,
    anonymousId: event.anonymousId,
    userId: event.userId,
    step: event.step,
    device: event.device,
    country: event.country,
    appVersion: event.appVersion,
    errorType: error.type,
    errorMessage: error.message,
    properties: event.properties,
    source: 'sdk',
  }
}

/** The first system's snake_case, `timestamp` in milliseconds. */
function fromLegacy(event: Fields): LooseEvent {
  return {
    id: event.id ?? event.event_id,
    name: event.event_type,
    timestamp: event.timestamp,
    visitId: event.session_id,
    anonymousId: event.anonymous_id,
    userId: event.user_id,
    step: event.funnel_step,
    device: event.device_type,
    country: event.country,
    appVersion: event.app_version,
    errorType: event.error_type,
    errorMessage: event.error_message,
    properties: event.properties,
    source: 'legacy',
  }
}

type SegmentReader = (message: Fields) => { name: unknown; properties: Fields }

/** What each Segment message type is called here, and where its payload stands. */
const segmentReaders: Record<string, SegmentReader> = {
  track: message => ({ name: message.event, properties: record(message.properties) }),
  page: message => ({ name: eventNames.page, properties: { ...named(message), ...record(message.properties) } }),
  screen: message => ({ name: 'screen_view', properties: { ...named(message), ...record(message.properties) } }),
  identify: message => ({ name: eventNames.identify, properties: record(message.traits) }),
  group: message => ({ name: eventNames.group, properties: { groupId: message.groupId, ...record(message.traits) } }),
  alias: message => ({ name: eventNames.alias, properties: { previousId: message.previousId } }),
}
// A map knows no `constructor` and no `toString`, whatever a sender calls its type.
const segmentTypes = new Map<unknown, SegmentReader>(Object.entries(segmentReaders))

const named = ({ name, category }: Fields): Fields => ({
  ...(name !== undefined && { name }),
  ...(category !== undefined && { category }),
})

/** One sender's day in UTC; undefined when there is no sender or no time. */
function dayOf(sender: unknown, timestamp: unknown): string | undefined {
  const day = readTime(timestamp)?.toISOString().slice(0, 10)
  const isNamed = (typeof sender === 'string' && sender !== '') || typeof sender === 'number'
  return isNamed && day ? `${sender}:${day}` : undefined
}

/**
 * A Segment HTTP API message. It knows no visits: without `context.sessionId`, a visit is one sender's day in UTC.
 * Null for a message type that is none of Segment's.
 */
function fromSegment(message: Fields, now: Date): LooseEvent | null {
  const read = segmentTypes.get(message.type)
  if (!read) return null
  const { name, properties } = read(message)
  const context = record(message.context)
  const timestamp = message.timestamp ?? message.originalTimestamp ?? message.sentAt ?? now.toISOString()
  return {
    id: message.messageId,
    name,
    timestamp,
    visitId: context.sessionId ?? properties.visitId ?? dayOf(message.anonymousId || message.userId, timestamp),
    anonymousId: message.anonymousId,
    userId: message.userId,
    step: properties.step,
    device: record(context.device).type,
    country: record(context.location).country,
    appVersion: record(context.app).version,
    errorType: undefined,
    errorMessage: undefined,
    properties,
    source: 'segment',
  }
}

export type Spelling = 'events' | 'segment'

/**
 * Brings one event of a batch into our words, or says why that cannot be done.
 * @param now the time of receipt by the sender's clock: Segment's messages need not say when they happened.
 */
export function readSpelling(event: unknown, spelling: Spelling, now: Date): LooseEvent | string {
  if (!isRecord(event)) return 'An event must be a JSON object'
  if (spelling === 'segment') {
    return fromSegment(event, now) ?? '`type` must be track, page, screen, identify, group or alias'
  }
  return 'event_type' in event || 'session_id' in event ? fromLegacy(event) : fromOurs(event)
}
