const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0, by Lanczos' sum (g = 7, nine terms); relative error below 1e-13. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  const sum = lanczos.reduce((total, term, index) => total + (index === 0 ? term : term / (x - 1 + index)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Adds terms that shrink from one to the next, until they no longer matter. */
function sumDown(first: number, count: number, ratio: (at: number) => number): number {
  let sum = first
  for (let at = count, term = first; at > 0; at--) {
    term *= ratio(at)
    sum += term
    if (term < sum * 1e-9) break
  }
  return Math.min(1, sum)
}

/**
 * The probability of `count` or fewer out of `trials`, when the share itself is drawn anew from a beta distribution with
 * this mean and variance: the beta-binomial distribution. Exact for small numbers, and a plain binomial as the variance
 * goes to 0. Meant for the lower tail: at or above the mean it says 1.
 */
export function lowerTail(count: number, trials: number, mean: number, variance: number): number {
  if (trials === 0 || count >= trials * mean) return 1
  const spread = mean * (1 - mean)
  const weight = spread / Math.max(variance, spread * 1e-7) - 1
  if (weight <= 0) return 1
  const [a, b] = [mean * weight, (1 - mean) * weight]
  const choose = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1)
  const beta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y)
  const first = Math.exp(choose + beta(count + a, trials - count + b) - beta(a, b))
  return sumDown(first, count, at => (at / (trials - at + 1)) * ((b + trials - at) / (a + at - 1)))
}

/** The probability of `count` or more, under the same distribution. */
export const upperTail = (count: number, trials: number, mean: number, variance: number): number =>
  lowerTail(trials - count, trials, 1 - mean, variance)

/** The probability of `count` or fewer events where `expected` are usual (Poisson). Above the mean it says 1. */
export function poissonLowerTail(count: number, expected: number): number {
  if (count >= expected) return 1
  const first = Math.exp(count * Math.log(expected) - expected - logGamma(count + 1))
  return sumDown(first, count, at => at / expected)
}
