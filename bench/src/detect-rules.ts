import { type Counts, decide, detectionRules, lookForDrop } from '@quarterdeck/core/issues'
import { compareRates, type Proportion } from '@quarterdeck/core/tracking'
import { minutesADay } from './detect-simulation.ts'

/** Which steps are broken, seen at a minute. */
export type Rule = (steps: readonly Counts[]) => number[]

/** Visits of one step and how many of them came to the last, back from a minute. */
export const countsAt = (sums: readonly Float64Array[], step: number, minute: number): Counts => {
  const [arrived, finished] = [sums[step], sums.at(-1)]
  if (!arrived || !finished) throw new RangeError(`There is no step ${step}`)
  return (from, to) => {
    const [begin, end] = [Math.max(0, minute - from), Math.max(0, minute - to)]
    return {
      visits: (arrived[end] ?? 0) - (arrived[begin] ?? 0),
      completed: (finished[end] ?? 0) - (finished[begin] ?? 0),
    }
  }
}

const steps = (all: readonly Counts[]) => all.map((counts, step) => ({ counts, step }))

/** The last hour, or day where an hour holds too little, as the first system's scan does. */
function classicSpan(all: readonly Counts[]): number {
  return all.some(counts => counts(60, 0).visits >= 100) ? 60 : minutesADay
}

export const classic: Rule = all => {
  const span = classicSpan(all)
  return steps(all).flatMap(({ counts, step }) =>
    compareRates(counts(span + 7 * minutesADay, span), counts(span, 0)).significant ? [step] : [],
  )
}

export const ours: Rule = all => {
  const questions = all.map(counts => ({ sights: lookForDrop(counts, detectionRules.default) }))
  return decide(questions, 1).flatMap((sight, step) => (sight ? [step] : []))
}

/** Less than half of the drop that counts is left, in enough visits: an issue ends by itself. The same for both. */
export function isBack(counts: Counts, usual: Proportion): boolean {
  const hour = counts(60, 0)
  const current = hour.visits >= 100 ? hour : counts(minutesADay, 0)
  const { dropPoints } = compareRates(usual, current)
  return dropPoints !== null && dropPoints < 6
}
