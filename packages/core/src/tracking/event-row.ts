import type { EventSource } from '@quarterdeck/db'
import type { RejectionCode } from '@quarterdeck/sdk'
import { days } from '../kernel/index.ts'
import { readTime } from './clock-skew.ts'
import { eventId } from './event-id.ts'
import { isRecord, type LooseEvent } from './spellings.ts'

/** A checked event as it is stored; the names are the columns'. Times are ISO 8601. */
export interface EventRow {
  workspace_id: string
  id: string
  name: string
  visit_id: string
  anonymous_id: string | null
  user_id: string | null
  step: string | null
  occurred_at: string
  client_at: string
  received_at: string
  device: string | null
  country: string | null
  app_version: string | null
  error_type: string | null
  error_message: string | null
  properties: Record<string, unknown> | null
  source: EventSource
}

export interface ReceivingBatch {
  workspaceId: string
  receivedAt: Date
  /** Milliseconds to add to the sender's times. */
  skew: number
  /** Imports of history take events of any age. */
  history: boolean
  source?: EventSource | undefined
}

export class RejectedEvent extends Error {
  readonly code: RejectionCode
  constructor(code: RejectionCode, message: string) {
    super(message)
    this.code = code
  }
}

const maxName = 200
const maxErrorMessage = 8_000
/** Characters of JSON: an event is a fact, not a document. */
const maxProperties = 32_000
const maxDepth = 20
const maxAge = days(30)
const maxAhead = days(1)

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is the one character that Postgres text cannot hold.
const nul = /\u0000/g

/** Text that Postgres can keep: no NUL, no half of a surrogate pair. */
function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\u0000') ? whole.replace(nul, '\ufffd') : whole
}

function optionalText(value: unknown, field: string, max: number): string | null {
  if (value === undefined || value === null || value === '') return null
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') throw new RejectedEvent('invalid', `\`${field}\` must be text`)
  if (text.length > max)
    throw new RejectedEvent('invalid', `\`${field}\` has ${text.length} characters; at most ${max} are kept`)
  return storable(text.trim()) || null
}

function text(value: unknown, field: string, max: number): string {
  const checked = optionalText(value, field, max)
  if (checked === null) throw new RejectedEvent('invalid', `\`${field}\` is missing`)
  return checked
}

/** The same value with storable text throughout. Undefined and functions do not occur: it came from JSON. */
function storableJson(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > maxDepth) throw new RejectedEvent('too_large', `\`properties\` is nested deeper than ${maxDepth} levels`)
  if (Array.isArray(value)) return value.map(item => storableJson(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storableJson(item, depth + 1)]))
}

function readProperties(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return null
  if (!isRecord(value)) throw new RejectedEvent('invalid', '`properties` must be a JSON object')
  const checked = storableJson(value, 1)
  const size = JSON.stringify(checked).length
  if (size > maxProperties) {
    throw new RejectedEvent(
      'too_large',
      `\`properties\` has ${size} characters of JSON; at most ${maxProperties} are kept`,
    )
  }
  return isRecord(checked) && size > 2 ? checked : null
}

function readOccurrence(timestamp: unknown, batch: ReceivingBatch): { clientAt: Date; occurredAt: Date } {
  const clientAt = readTime(timestamp)
  if (!clientAt) throw new RejectedEvent('invalid', '`timestamp` must be ISO 8601, or milliseconds since the epoch')
  const occurredAt = new Date(clientAt.getTime() + batch.skew)
  const age = batch.receivedAt.getTime() - occurredAt.getTime()
  if (!batch.history && age > maxAge) {
    throw new RejectedEvent('too_old', 'More than 30 days old: bring history in with `quarterdeck import-events`')
  }
  if (age < -maxAhead)
    throw new RejectedEvent('too_new', 'More than a day ahead: check the clock, or send `sentAt` with the batch')
  return { clientAt, occurredAt }
}

/**
 * Checks one event and makes it a row.
 * @throws RejectedEvent with the code and the sentence that its sender gets.
 */
export function toRow(loose: LooseEvent, original: unknown, batch: ReceivingBatch): EventRow {
  const { clientAt, occurredAt } = readOccurrence(loose.timestamp, batch)
  const errorMessage =
    typeof loose.errorMessage === 'string' ? loose.errorMessage.slice(0, maxErrorMessage) : loose.errorMessage
  return {
    workspace_id: batch.workspaceId,
    id: eventId(loose.id, original),
    name: text(loose.name, 'name', maxName),
    visit_id: text(loose.visitId, 'visitId', maxName),
    anonymous_id: optionalText(loose.anonymousId, 'anonymousId', maxName),
    user_id: optionalText(loose.userId, 'userId', maxName),
    step: optionalText(loose.step, 'step', maxName),
    occurred_at: occurredAt.toISOString(),
    client_at: clientAt.toISOString(),
    received_at: batch.receivedAt.toISOString(),
    device: optionalText(loose.device, 'device', maxName),
    country: optionalText(loose.country, 'country', maxName),
    app_version: optionalText(loose.appVersion, 'appVersion', maxName),
    error_type: optionalText(loose.errorType, 'error.type', maxName),
    error_message: optionalText(errorMessage, 'error.message', maxErrorMessage),
    properties: readProperties(loose.properties),
    source: batch.source ?? loose.source,
  }
}
