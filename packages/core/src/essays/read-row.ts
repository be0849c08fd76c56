import type { EssayItemStatus, EssaySatisfaction, EssayTurnaround } from '@quarterdeck/db'
import { unknown } from './filters.ts'
import { essayStatuses, satisfactions, turnarounds } from './inputs.ts'
import type { RefusedRow } from './model.ts'
import { minorUnits } from './money.ts'
import { writtenNumber } from './written-number.ts'

/** A checked row as it is stored; the names are the columns'. */
export interface EssayRow {
  item_id: string
  student_id: string | null
  channel: string | null
  is_multi_draft: boolean | null
  location: string | null
  draft: number
  draft_plus: boolean
  word_count: number
  turnaround: EssayTurnaround
  revenue: number
  currency: string
  rating: number | null
  satisfaction: EssaySatisfaction | null
  status: EssayItemStatus
  submitted_at: string
  time_remaining_hours: number | null
}

export class RefusedEssay extends Error {
  readonly code: RefusedRow['code']
  constructor(code: RefusedRow['code'], message: string) {
    super(message)
    this.code = code
  }
}

const wrong = (message: string) => new RefusedEssay('invalid', message)

/** Other names of a field, without case and anything but letters and digits. */
const spellings = {
  itemId: ['itemid', 'id'],
  studentId: ['studentid', 'customerid'],
  channel: ['studentacquisitionchannel', 'acquisitionchannel', 'channel'],
  isMultiDraft: ['studentismultidraft', 'ismultidraft', 'multidraft'],
  location: ['studentlocation', 'location'],
  draft: ['draftbucket', 'draft', 'draftnumber'],
  wordCount: ['wordcount', 'words'],
  turnaround: ['turnaround', 'turnaroundlabel'],
  revenue: ['revenue', 'price'],
  revenueMinor: ['revenueminor', 'revenuecents', 'revenueminorunits'],
  currency: ['currency'],
  rating: ['essayratingnumeric', 'essayrating', 'rating'],
  satisfaction: ['satisfactionrating', 'satisfaction'],
  status: ['itemstatus', 'status'],
  submittedAt: ['submittedatms', 'submittedat', 'submitted'],
  timeRemaining: ['timeremaininghours', 'timeremaining'],
} as const
type Field = keyof typeof spellings

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const none = new Set(['', 'null', 'none', 'n/a', 'nan', 'undefined'])

/** What stands in for nothing in spreadsheets is nothing. */
function given(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim() : value
  if (typeof text === 'number' && Number.isNaN(text)) return undefined
  return text === null || (typeof text === 'string' && none.has(text.toLowerCase())) ? undefined : text
}

function reader(row: Record<string, unknown>): (field: Field) => unknown {
  const found = new Map(Object.entries(row).map(([name, value]) => [plain(name), given(value)]))
  return field => spellings[field].map(name => found.get(name)).find(value => value !== undefined)
}

function text(value: unknown, name: string, { unknownToo = false } = {}): string | null {
  if (value === undefined) return null
  if (typeof value !== 'string' && typeof value !== 'number') throw wrong(`\`${name}\` must be text`)
  const read = String(value).replaceAll('\u0000', '').toWellFormed().trim()
  if (read.length > 200) throw wrong(`\`${name}\` has ${read.length} characters; at most 200 are kept`)
  return read === '' || (unknownToo && read.toLowerCase() === unknown.toLowerCase()) ? null : read
}

function needed(value: unknown, name: string): unknown {
  if (value === undefined) throw new RefusedEssay('missing', `\`${name}\` is missing`)
  return value
}

function number(value: unknown, name: string, kind: 'count' | 'measure' = 'measure'): number {
  const found = typeof value === 'string' ? Number(writtenNumber(value, kind) ?? Number.NaN) : value
  if (typeof found !== 'number' || !Number.isFinite(found)) throw wrong(`\`${name}\` must be a number`)
  return found
}

function whole(value: unknown, name: string, least: number): number {
  const found = number(value, name, 'count')
  if (!Number.isInteger(found) || found < least || found > 2_147_483_647)
    throw wrong(`\`${name}\` must be a whole number from ${least}`)
  return found
}

/** What stands in a cell, as text; whatever else JSON may bring is no word of ours. */
const spelled = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

function oneOf<Word extends string>(value: unknown, name: string, words: readonly Word[]): Word {
  const said = spelled(value).trim().toLowerCase()
  const spelling = said === 'canceled' ? 'cancelled' : said
  const word = words.find(candidate => candidate.toLowerCase() === spelling)
  if (word === undefined) throw wrong(`\`${name}\` must be one of ${words.join(', ')}`)
  return word
}

function truth(value: unknown): boolean | null {
  if (value === undefined || typeof value === 'boolean') return value ?? null
  const said = spelled(value).toLowerCase()
  if (['true', '1', 'yes', 'multi'].includes(said)) return true
  if (['false', '0', 'no', 'single'].includes(said)) return false
  throw wrong('`is_multi_draft` must be true or false')
}

const isoTime =
  /^(?<day>\d{4}-\d\d-\d\d)(?:[ T](?<clock>\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(?<zone>Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** `+02`, `+0200` and `+02:00` are one zone. */
const zoneOf = (zone = 'Z') => zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hour, minutes = '00') => `${hour}:${minutes}`)

/** The time that a text says; null when it says none, or a day that no month has, such as 30 February. */
function readIso(text: string): Date | null {
  const { day = '', clock = '00:00', zone } = isoTime.exec(text)?.groups ?? {}
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return null
  const at = new Date(`${day}T${clock}${zoneOf(zone).toUpperCase()}`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** ISO 8601, or milliseconds since the epoch, seconds are none; a time without a zone is in UTC. */
function time(value: unknown): string {
  const said = typeof value === 'string' && /^\d{11,14}(\.0+)?$/.test(value) ? Number(value) : value
  const at =
    typeof said === 'string'
      ? readIso(said)
      : typeof said === 'number' && said >= 10_000_000_000 && said < 100_000_000_000_000
        ? new Date(said)
        : null
  const year = at?.getUTCFullYear() ?? 0
  if (at && year >= 1970 && year < 10_000) return at.toISOString()
  throw wrong(
    '`submitted_at` must be a time such as 2026-01-31 or 2026-01-31T10:00:00Z, or milliseconds since the epoch',
  )
}

/** `5+` is the fifth or a later one; which is not known. */
function readDraft(value: unknown): { draft: number; draft_plus: boolean } {
  if (value === '5+') return { draft: 5, draft_plus: true }
  return { draft: whole(value, 'draft', 1), draft_plus: false }
}

function readRating(value: unknown): number | null {
  if (value === undefined) return null
  const rating = number(value, 'rating')
  if (rating < 0 || rating > 9) throw wrong('`rating` must be from 0 to 9')
  return Math.round(rating * 100) / 100
}

export interface MoneyRule {
  revenueUnit: 'major' | 'minor'
  currency: string
}

function readCurrency(value: unknown, fallback: string): string {
  const currency = spelled(value ?? fallback).toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) throw wrong('`currency` must be an ISO 4217 code such as USD')
  return currency
}

function readMoney(field: (name: Field) => unknown, rule: MoneyRule): { revenue: number; currency: string } {
  const currency = readCurrency(field('currency'), rule.currency)
  const minor = field('revenueMinor')
  const said = needed(minor ?? field('revenue'), 'revenue')
  const revenue = minorUnits(said, { currency, unit: minor === undefined ? rule.revenueUnit : 'minor' })
  if (revenue === null) throw wrong('`revenue` must be an amount such as 12.50, not below 0')
  return { revenue, currency }
}

/**
 * Checks one row and brings it into our words.
 * @throws RefusedEssay with the code and the sentence that its sender gets.
 */
export function readRow(value: unknown, rule: MoneyRule): EssayRow {
  if (!isRecord(value)) throw wrong('a row must be an object')
  const field = reader(value)
  const itemId = text(needed(field('itemId'), 'item_id'), 'item_id')
  if (itemId === null) throw new RefusedEssay('missing', '`item_id` is missing')
  const satisfaction = field('satisfaction')
  const remaining = field('timeRemaining')
  // The bucket says "5+" where the number may be there, too, and the number says more.
  const drafts = Object.entries(value).find(([name, draft]) => plain(name) === 'draft' && given(draft) !== undefined)
  return {
    item_id: itemId,
    student_id: text(field('studentId'), 'student_id'),
    channel: text(field('channel'), 'channel', { unknownToo: true }),
    is_multi_draft: truth(field('isMultiDraft')),
    location: text(field('location'), 'location', { unknownToo: true }),
    ...readDraft(given(drafts?.[1]) ?? needed(field('draft'), 'draft')),
    word_count: whole(needed(field('wordCount'), 'word_count'), 'word_count', 0),
    turnaround: oneOf(needed(field('turnaround'), 'turnaround'), 'turnaround', turnarounds),
    ...readMoney(field, rule),
    rating: readRating(field('rating')),
    satisfaction: satisfaction === undefined ? null : oneOf(satisfaction, 'satisfaction', satisfactions),
    status: oneOf(needed(field('status'), 'item_status'), 'item_status', essayStatuses),
    submitted_at: time(needed(field('submittedAt'), 'submitted_at')),
    time_remaining_hours: remaining === undefined ? null : number(remaining, 'time_remaining_hours'),
  }
}
