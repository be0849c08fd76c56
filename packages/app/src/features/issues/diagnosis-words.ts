import { duration } from '../../format/number.ts'

/** Dollars from millionths, with two digits that say something: 0.0036 is `$0.0036`. */
export function cost(micros: number): string {
  const dollars = micros / 1_000_000
  if (dollars >= 1) return `$${dollars.toFixed(2)}`
  return dollars === 0 ? '$0' : `$${Number(dollars.toPrecision(2))}`
}

interface Run {
  source: 'model' | 'evidence' | 'person'
  model: string | null
  milliseconds: number
  costMicros: number | null
}

/** Who explained it, and what that took. */
export function runInWords({ source, model, milliseconds, costMicros }: Run): string {
  if (source === 'person') return 'Written by hand'
  if (source === 'evidence') return 'From the evidence alone'
  return [model, duration(milliseconds / 1_000), costMicros === null ? null : cost(costMicros)]
    .filter(part => part !== null)
    .join(' · ')
}

/** Footnotes: each fact that a claim cites, once, in the order of the claims. Ids that are not there have none. */
export function footnotes<Fact extends { id: string }>(
  claims: ReadonlyArray<{ evidence: readonly string[] }>,
  facts: readonly Fact[],
): Fact[] {
  const cited = new Set(claims.flatMap(({ evidence }) => evidence))
  return [...cited].flatMap(id => facts.find(fact => fact.id === id) ?? [])
}
