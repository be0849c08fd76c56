import { type Proportion, round2 } from './two-proportions.ts'

/** A share with the range that it lies in, 95 times of 100; all in percent, two decimals. */
export interface Share {
  count: number
  of: number
  /** Null when there is nothing to divide by; the bounds are too. */
  rate: number | null
  low: number | null
  high: number | null
}

/** The 97.5th percentile of the standard normal distribution: what leaves 5 % outside on both sides together. */
const z95 = 1.959963984540054

/** Wilson's score interval (1927) of a proportion, from 0 to 1: also right for few visits and rates near 0 or 1. */
export function wilson({ visits, completed }: Proportion): { low: number; high: number } {
  if (visits === 0) return { low: 0, high: 1 }
  const rate = completed / visits
  const square = z95 * z95
  const centre = (rate + square / (2 * visits)) / (1 + square / visits)
  const half = (z95 / (1 + square / visits)) * Math.sqrt((rate * (1 - rate)) / visits + square / (4 * visits * visits))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/** The same for a number of events: the score interval of a Poisson mean, one decimal. */
export function wilsonCount(count: number): { low: number; high: number } {
  const half = z95 * Math.sqrt(count + (z95 * z95) / 4)
  const middle = count + (z95 * z95) / 2
  const round = (value: number) => Math.round(10 * value) / 10
  return { low: round(Math.max(0, middle - half)), high: round(middle + half) }
}

export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, rate: null, low: null, high: null }
  const { low, high } = wilson({ visits: of, completed: count })
  return { count, of, rate: round2((100 * count) / of), low: round2(100 * low), high: round2(100 * high) }
}

/** A difference of two rates in percentage points, with its 95 % interval. */
export interface Difference {
  points: number
  low: number
  high: number
}

/**
 * How much higher `a` is than `b`, by Newcombe's hybrid score interval (1998, method 10).
 * @returns null when either has no visits.
 */
export function differenceOf(a: Proportion, b: Proportion): Difference | null {
  if (a.visits === 0 || b.visits === 0) return null
  const [rateA, rateB] = [a.completed / a.visits, b.completed / b.visits]
  const [boundsA, boundsB] = [wilson(a), wilson(b)]
  const difference = rateA - rateB
  const low = difference - Math.hypot(rateA - boundsA.low, boundsB.high - rateB)
  const high = difference + Math.hypot(boundsA.high - rateA, rateB - boundsB.low)
  return { points: round2(100 * difference), low: round2(100 * low), high: round2(100 * high) }
}
