import type { Severity } from '@quarterdeck/db'

/** How many of how many. */
export interface Proportion {
  visits: number
  completed: number
}

export interface Rated extends Proportion {
  /** Percent, two decimals; null without visits. */
  rate: number | null
}

export interface Comparison {
  baseline: Rated
  current: Rated
  /** Percentage points, positive when the rate fell, two decimals; null when either side has no visits. */
  dropPoints: number | null
  /** Pooled two-proportion z, two decimals, not negative; 0 when it cannot be computed. */
  z: number
  /** Two-sided probability of a difference this large if nothing had changed. */
  p: number
  significant: boolean
  /** Set when significant. */
  severity: Severity | null
}

/** What must hold for a drop to count. */
export interface DropThresholds {
  minVisits: number
  /** The drop must be larger, in points. */
  minDropPoints: number
  minZ: number
}

/** The first system's: at least 100 current visits, more than 12 points, z of 2 or more. */
export const defaultThresholds: DropThresholds = { minVisits: 100, minDropPoints: 12, minZ: 2 }

export const round2 = (value: number): number => Math.round(value * 100) / 100

const percent = ({ visits, completed }: Proportion): number => (completed / visits) * 100

export const rated = (proportion: Proportion): Rated => ({
  ...proportion,
  rate: proportion.visits === 0 ? null : round2(percent(proportion)),
})

/** |p₁ − p₂| over the standard error under one pooled rate; 0 when a side is empty or the pooled rate is 0 or 1. */
export function pooledZ(a: Proportion, b: Proportion): number {
  if (a.visits === 0 || b.visits === 0) return 0
  const pooled = (a.completed + b.completed) / (a.visits + b.visits)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.visits + 1 / b.visits))
  return error === 0 ? 0 : Math.abs(a.completed / a.visits - b.completed / b.visits) / error
}

/**
 * Two-sided p of a standard normal z: erfc(z/√2), by the Chebyshev fit of Numerical Recipes (6.2.2, `erfcc`), whose
 * relative error is below 1.2e-7 everywhere, far tails included.
 */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.5 * x)
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  ]
  const fit = coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0)
  return Math.min(1, t * Math.exp(-x * x - 1.26551223 + t * fit))
}

/** By the size of the drop in points: 20, 15 and 12 (systems of the first product). */
export function severityOf(dropPoints: number): Severity {
  if (dropPoints >= 20) return 'critical'
  if (dropPoints >= 15) return 'high'
  return dropPoints >= 12 ? 'medium' : 'low'
}

/** Compares a rate now with what is usual. Decisions use full precision; the figures are rounded for people. */
export function compareRates(baseline: Proportion, current: Proportion, thresholds = defaultThresholds): Comparison {
  const comparable = baseline.visits > 0 && current.visits > 0
  const drop = comparable ? percent(baseline) - percent(current) : null
  const z = pooledZ(baseline, current)
  const significant =
    drop !== null && current.visits >= thresholds.minVisits && drop > thresholds.minDropPoints && z >= thresholds.minZ
  return {
    baseline: rated(baseline),
    current: rated(current),
    dropPoints: drop === null ? null : round2(drop),
    z: round2(z),
    p: comparable ? twoSidedP(z) : 1,
    significant,
    severity: significant && drop !== null ? severityOf(drop) : null,
  }
}
