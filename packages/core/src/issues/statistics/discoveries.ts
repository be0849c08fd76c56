/**
 * The limit under which p-values of one family count as discoveries, so that of all discoveries at most the share
 * `rate` is expected to be false: Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995). It holds
 * for tests that rise and fall together, as steps of a funnel do (Benjamini and Yekutieli, 2001).
 * @returns 0 when nothing is discovered.
 */
export function discoveryLimit(pValues: readonly number[], rate: number): number {
  const sorted = pValues.toSorted((a, b) => a - b)
  return sorted.reduce((limit, p, index) => {
    const allowed = (rate * (index + 1)) / sorted.length
    return p <= allowed ? allowed : limit
  }, 0)
}
