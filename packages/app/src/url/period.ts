import { toMs } from '../format/time.ts'
import { type RawSearch, text } from './params.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The ready-made periods: their length, and the grid on which their end lies, so that a query's key stays the same for a while. */
export const presets = {
  '1h': { label: 'Last hour', length: hour, grid: minute },
  '4h': { label: 'Last 4 hours', length: 4 * hour, grid: 5 * minute },
  '24h': { label: 'Last 24 hours', length: day, grid: 5 * minute },
  '7d': { label: 'Last 7 days', length: 7 * day, grid: hour },
  '30d': { label: 'Last 30 days', length: 30 * day, grid: hour },
} as const

export type PresetName = keyof typeof presets
export const presetNames: readonly PresetName[] = ['1h', '4h', '24h', '7d', '30d']

/** From (included) to (excluded), ISO 8601. */
export interface Period {
  from: string
  to: string
}

/** A period as the URL says it: `24h`, or `2026-11-19T00:00:00Z..2026-11-20T00:00:00Z`. */
export type PeriodText = string

const iso = (ms: number) => new Date(ms).toISOString()

/** Reads `from..to`; null unless both are moments in order. */
export function parseRange(raw: string): Period | null {
  const [from, to, ...rest] = raw.split('..')
  if (from === undefined || to === undefined || rest.length > 0) return null
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return start < end ? { from: iso(start), to: iso(end) } : null
}

/** The ready-made period of this name, else undefined. */
export function presetName(raw: string | undefined): PresetName | undefined {
  return presetNames.find(name => name === raw)
}

/** Reads a search parameter that holds a period; undefined when it is not one. */
export function readPeriod(search: RawSearch, key: string): PeriodText | undefined {
  const raw = text(search[key])
  return raw && (presetName(raw) || parseRange(raw)) ? raw : undefined
}

/** The period that a text means at `now`. Ready-made ones end at the next line of their grid, so the newest data is in. */
export function resolvePeriod(raw: PeriodText, now: number): Period {
  const custom = parseRange(raw)
  if (custom) return custom
  const { length, grid } = presets[presetName(raw) ?? '24h']
  const to = Math.ceil(now / grid) * grid
  return { from: iso(to - length), to: iso(to) }
}

/** The period of the same length that ends where this one begins. */
export function periodBefore(period: Period): Period {
  const [from, to] = [toMs(period.from), toMs(period.to)]
  return { from: iso(from - (to - from)), to: iso(from) }
}
