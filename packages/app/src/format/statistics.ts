/** Two-proportion tests in words. `p` is two-sided, `z` its size in standard errors, drops are in points. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const raise = (exponent: number) => [...String(exponent)].map(digit => superscripts[Number(digit)]).join('')

/** Below this, more digits say nothing: the model's own assumptions are weaker than that. */
const smallest = 1e-9

/** `0.0132` → `p = 0.013`; `1e-40` → `p < 10⁻⁹`. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p)) return 'p –'
  if (p < smallest) return `p < 10⁻${raise(9)}`
  if (p < 0.001) return `p < 10⁻${raise(Math.floor(-Math.log10(p)))}`
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`
}

/** `14.93` → `z 14.9`. */
export function zScore(z: number | null | undefined): string {
  return z === null || z === undefined || !Number.isFinite(z) ? 'z –' : `z ${z.toFixed(1)}`
}

/** How often chance alone would make a difference this large. */
export function chanceInWords(p: number | null | undefined): string {
  if (p === null || p === undefined || !Number.isFinite(p)) return 'Cannot be tested yet'
  if (p < smallest) return 'Less than 1 in a billion'
  if (p >= 0.5) return 'As likely as not'
  const odds = 1 / p
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(odds)) - 1)
  return `About 1 in ${new Intl.NumberFormat('en-GB').format(Math.round(odds / magnitude) * magnitude)}`
}

/** A verdict on a comparison: what happened, and whether to believe it. */
export function verdict(test: { dropPoints: number | null; p: number | null; significant: boolean }): {
  tone: 'worse' | 'better' | 'same' | 'unknown'
  text: string
} {
  const { dropPoints, p } = test
  if (dropPoints === null || p === null) return { tone: 'unknown', text: 'Not enough visits to compare' }
  if (test.significant) {
    return dropPoints > 0
      ? { tone: 'worse', text: 'Fell, and not by chance' }
      : { tone: 'better', text: 'Rose, and not by chance' }
  }
  if (p < 0.05) return { tone: 'same', text: dropPoints > 0 ? 'Slightly lower' : 'Slightly higher' }
  return { tone: 'same', text: 'No clear difference' }
}

/**
 * Range in which a rate of `ratePercent` falls 95 times of 100 in samples of `visits` (Wilson's interval, E. B. Wilson
 * 1927). In percent; null where there is nothing to base it on.
 */
export function expectedRange(ratePercent: number | null, visits: number): [low: number, high: number] | null {
  if (ratePercent === null || visits <= 0) return null
  const rate = ratePercent / 100
  const z = 1.96
  const scale = 1 + z ** 2 / visits
  const middle = (rate + z ** 2 / (2 * visits)) / scale
  const half = (z * Math.sqrt((rate * (1 - rate)) / visits + z ** 2 / (4 * visits ** 2))) / scale
  return [Math.max(0, (middle - half) * 100), Math.min(100, (middle + half) * 100)]
}
