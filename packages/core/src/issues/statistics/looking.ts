import { twoSidedP } from '../../tracking/index.ts'

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
/** P(Z > z). */
export const normalTail = (z: number): number => (z < 0 ? 1 - twoSidedP(z) / 2 : twoSidedP(z) / 2)

/**
 * How much rarer a boundary is crossed because one looks at steps and not all the time.
 * Siegmund and Yakir, The Statistics of Gene Mapping (2007), their approximation of ν.
 */
function overshoot(x: number): number {
  if (x < 1e-6) return 1
  const half = x / 2
  const below = 1 - normalTail(half)
  return ((2 / x) * (below - 0.5)) / (half * below + density(half))
}

/** Minutes in 30 days: what a budget of false alarms is for. */
const month = 43_200

/**
 * The p-value that one look may have as its limit, so that looking at a moving window of this many minutes every minute
 * for 30 days raises `budget` false alarms. The expected number of crossings of z by a moving sum is
 * (T/w)·z·φ(z)·ν(z√(2/w)): Siegmund, Sequential Analysis (1985), and Siegmund and Venkatraman (Annals of Statistics 23,
 * 1995) for its use in watching for a change.
 */
export function levelOfLook(windowMinutes: number, budget: number): number {
  const crossings = (z: number) =>
    (month / windowMinutes) * z * density(z) * overshoot(z * Math.sqrt(2 / windowMinutes))
  let [low, high] = [1, 12]
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2
    if (crossings(middle) > budget) low = middle
    else high = middle
  }
  return normalTail(high)
}
