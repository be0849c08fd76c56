import { expectedRange } from '../format/statistics.ts'
import { type Moment, toMs } from '../format/time.ts'

/** One line, area or row of bars over time. */
export interface Series {
  key: string
  label: string
  kind: 'line' | 'area' | 'bar'
  /** `accent-mid` tells a second thing from the first; it means nothing by itself. */
  tone: 'accent' | 'accent-mid' | 'red' | 'faint'
  /** A line that is not the one that matters. */
  dashed?: boolean
}

/** A point: its time in ms, a value for each series (null where undefined), and a band if there is one. */
export interface Point {
  at: number
  values: Readonly<Record<string, number | null>>
  band?: readonly [low: number, high: number] | null
}

/** A moment worth a vertical line. */
export interface Marker {
  at: number
  label: string
  tone: 'red' | 'green' | 'faint'
}

interface RateItem {
  at: Moment
  visits: number
  completed: number
  rate: number | null
}

/** Visits that a point of a rate should rest on, where there are as many. */
const steadyVisits = 10

/** A line of fewer points than this hides when something happened. */
const fewestPoints = 12

/**
 * Joins neighbouring buckets, two by two, until a usual one holds enough visits for its rate to be steady; sums stay
 * exact. `bucketSeconds` of the answer says how long the joined ones are.
 */
export function joinBuckets(
  items: readonly RateItem[],
  bucketSeconds: number,
): { items: RateItem[]; bucketSeconds: number } {
  const visits = items.map(item => item.visits).sort((a, b) => a - b)
  const median = visits[Math.floor(visits.length / 2)] ?? 0
  if (items.length < fewestPoints * 2 || median >= steadyVisits || bucketSeconds <= 0)
    return { items: [...items], bucketSeconds }
  const longer = bucketSeconds * 2
  const joined = new Map<number, RateItem>()
  for (const item of items) {
    const at = Math.floor(toMs(item.at) / (longer * 1000)) * longer * 1000
    const before = joined.get(at)
    const sum = { visits: item.visits + (before?.visits ?? 0), completed: item.completed + (before?.completed ?? 0) }
    joined.set(at, { at, ...sum, rate: sum.visits > 0 ? (100 * sum.completed) / sum.visits : null })
  }
  return joinBuckets([...joined.values()], longer)
}

/** Below this many visits a rate jumps too much to be drawn as if it meant something. */
export const fewestVisits = 3

/**
 * Conversion over time against its usual rate: each point's band is the range in which the usual rate would fall by
 * chance, given that hour's visits; outside the band is news.
 */
export function conversionPoints(items: readonly RateItem[], usualRate: number | null): Point[] {
  return items.map(item => ({
    at: toMs(item.at),
    values: { rate: item.visits >= fewestVisits ? item.rate : null, visits: item.visits, completed: item.completed },
    band: expectedRange(usualRate, item.visits),
  }))
}

/** Fills the gaps of a counted series with zeros, so that silence is drawn as silence. */
export function fillGaps<T extends { at: Moment }>(
  items: readonly T[],
  from: Moment,
  to: Moment,
  bucketSeconds: number,
  make: (at: number, item: T | undefined) => Point,
): Point[] {
  const step = bucketSeconds * 1000
  if (!(step > 0)) return []
  const byBucket = new Map(items.map(item => [Math.floor(toMs(item.at) / step), item]))
  const points: Point[] = []
  for (let bucket = Math.floor(toMs(from) / step); bucket * step < toMs(to); bucket++) {
    points.push(make(bucket * step, byBucket.get(bucket)))
  }
  return points
}

/** One sentence that says what the drawing shows, for those who do not see it. */
export function summarise(
  label: string,
  points: readonly Point[],
  key: string,
  format: (value: number) => string,
): string {
  const values = points.flatMap(point => {
    const value = point.values[key]
    return value === null || value === undefined ? [] : [value]
  })
  const last = values.at(-1)
  if (last === undefined) return `${label}: no data in this period.`
  return `${label}: ${values.length} values from ${format(Math.min(...values))} to ${format(Math.max(...values))}, the last ${format(last)}.`
}

/** How many of the points that have a range lie outside it, in words. */
export function outsideBand(points: readonly Point[], key: string): string {
  const ranged = points.flatMap(({ values, band }) => {
    const value = values[key]
    return band && value !== null && value !== undefined ? [{ value, band }] : []
  })
  const outside = ranged.filter(({ value, band: [low, high] }) => value < low || value > high)
  return `${outside.length} of ${ranged.length}`
}
