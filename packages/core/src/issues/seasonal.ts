import type { Proportion } from '../tracking/index.ts'

/** Visits between two moments, given in minutes before the end of what can be judged: `(15, 0)` is the last quarter. */
export type Counts = (from: number, to: number) => Proportion

/** Windows that are tried, in minutes, shortest first. */
export const windowChoices = [10, 15, 20, 30, 45, 60, 90, 120, 240, 480, 1_440] as const
export const dayMinutes = 1_440
export const usualDays = 7
/** What must be known: minutes back from the end. */
export const historyMinutes = dayMinutes * (usualDays + 1)
/** With fewer visits than this there is no "usual". */
const minUsualVisits = 100
export const minUsualDays = 3
/** How much a step's days usually differ, in logits: 3 points at a rate of 50 %, 0.6 at 95 %. */
const priorWobble = 0.12
/** Even so, how much days differ is known badly: the upper end of what seven of them allow (80 %, χ² with 6 degrees). */
const wobbleLimit = 1.95

export interface Usual extends Proportion {
  /** What to expect, 0 to 1, and how uncertain that is: sampling and the wobble of days together. */
  mean: number
  variance: number
  /** How many minutes the hours of earlier days reach past the window on each side; null: all of the seven days. */
  pad: number | null
  days: number
}

const add = (a: Proportion, b: Proportion): Proportion => ({
  visits: a.visits + b.visits,
  completed: a.completed + b.completed,
})

function sameHours(counts: Counts, window: number, pad: number): Proportion & { days: number } {
  let [sum, days] = [{ visits: 0, completed: 0 }, 0]
  for (let day = 1; day <= usualDays; day++) {
    const found = counts(window + day * dayMinutes + pad, day * dayMinutes - pad)
    sum = add(sum, found)
    if (found.visits > 0) days++
  }
  return { ...sum, days }
}

/**
 * How much the rate differs from day to day beyond sampling, as a variance: that of the daily rates less what their
 * numbers explain (method of moments), over the days that are complete. Seven days say little, so that half of the
 * answer is what is usual for any step, and the upper limit counts.
 */
export function wobbleOf(counts: Counts): number {
  const days: Proportion[] = []
  for (let day = 1; day <= usualDays; day++) {
    const found = counts((day + 1) * dayMinutes, day * dayMinutes)
    if (found.visits >= 10) days.push(found)
  }
  const all = days.reduce(add, { visits: 0, completed: 0 })
  const mean = (all.completed + 0.5) / (all.visits + 1)
  const spread = mean * (1 - mean)
  const prior = (priorWobble * spread) ** 2
  if (days.length < minUsualDays) return wobbleLimit * prior
  const rates = days.map(({ visits, completed }) => completed / visits)
  const middle = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const between = rates.reduce((sum, rate) => sum + (rate - middle) ** 2, 0) / (rates.length - 1)
  const sampling = days.reduce((sum, { visits }) => sum + spread / visits, 0) / days.length
  return (wobbleLimit * (prior + Math.max(0, between - sampling))) / 2
}

/** All of the seven days before the window, whatever the hour. */
function allHours(counts: Counts, window: number): Proportion & { days: number } {
  let days = 0
  for (let day = 0; day < usualDays; day++) {
    if (counts(window + (day + 1) * dayMinutes, window + day * dayMinutes).visits > 0) days++
  }
  return { ...counts(window + usualDays * dayMinutes, window), days }
}

/**
 * What is usual for the last `window` minutes: the same hours of each of the last seven days, half an hour wider on both
 * sides, and wider still where those hold too few visits; at last the whole of those days. The window itself is never
 * part of it.
 * @returns null when too little is known.
 */
export function usualFor(counts: Counts, window: number, wobble: number): Usual | null {
  const widest = (dayMinutes - window) / 2
  for (const wanted of [30, 120, null]) {
    const pad = wanted === null ? null : Math.min(wanted, widest)
    const { visits, completed, days } = pad === null ? allHours(counts, window) : sameHours(counts, window, pad)
    if (visits < minUsualVisits || days < minUsualDays) continue
    const mean = (completed + 0.5) / (visits + 1)
    const variance = wobble * (1 + 1 / days) + (mean * (1 - mean)) / visits
    return { visits, completed, mean, variance, pad, days }
  }
  return null
}
