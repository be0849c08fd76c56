import { type Counts, decide, detectionRules, lookForDrop, type Onwards, type Sight } from '@quarterdeck/core/issues'
import { compareRates, type Proportion } from '@quarterdeck/core/tracking'
import { minutesADay } from './detect-simulation.ts'

/** Which steps are broken, seen at a minute, and what their visits do not reach. */
export type Rule = (steps: readonly Onwards[]) => Map<number, Sight['reached']>

/** Visits of one step and how many of them came to another, back from a minute. */
function countsAt(sums: readonly Float64Array[], [from, to]: [number, number], minute: number): Counts {
  const [arrived, reached] = [sums[from], sums[to]]
  if (!arrived || !reached) throw new RangeError(`There are no steps ${from} and ${to}`)
  return (first, last) => {
    const [begin, end] = [Math.max(0, minute - first), Math.max(0, minute - last)]
    return {
      visits: (arrived[end] ?? 0) - (arrived[begin] ?? 0),
      completed: (reached[end] ?? 0) - (reached[begin] ?? 0),
    }
  }
}

/** What a scan sees of each step but the last at a minute. */
export function looksAt(sums: readonly Float64Array[], minute: number): Onwards[] {
  const last = sums.length - 1
  return Array.from({ length: last }, (_, step) => ({
    last: countsAt(sums, [step, last], minute),
    next: step + 1 < last ? countsAt(sums, [step, step + 1], minute) : null,
  }))
}

/** The last hour, or day where an hour holds too little, as the first system's scan does. */
function classicSpan(all: readonly Counts[]): number {
  return all.some(counts => counts(60, 0).visits >= 100) ? 60 : minutesADay
}

export const classic: Rule = steps => {
  const all = steps.map(({ last }) => last)
  const span = classicSpan(all)
  const isBroken = (counts: Counts) => compareRates(counts(span + 7 * minutesADay, span), counts(span, 0)).significant
  return new Map(all.flatMap((counts, step) => (isBroken(counts) ? [[step, 'last']] : [])))
}

export const ours: Rule = steps => {
  const questions = steps.map(step => ({ sights: lookForDrop(step, detectionRules.default) }))
  return new Map(decide(questions, 1).flatMap((sight, step) => (sight ? [[step, sight.reached]] : [])))
}

/** Less than half of the drop that counts is left, in enough visits: an issue ends by itself. The same for both. */
export function isBack(counts: Counts, usual: Proportion): boolean {
  const hour = counts(60, 0)
  const current = hour.visits >= 100 ? hour : counts(minutesADay, 0)
  const { dropPoints } = compareRates(usual, current)
  return dropPoints !== null && dropPoints < 6
}
