import { type Difference, differenceOf, type Proportion, type Rated, rated, round2 } from '../tracking/index.ts'

/** What a fix was worth, from the visits that came after it. */
export interface FixDto extends Rated {
  /** Percentage points above the rate at detection, with the 95 % interval (Newcombe). */
  uplift: Difference
  /** The same as a share of the rate at detection, in percent; null when that was 0. */
  upliftPercent: number | null
  /** How much of the drop came back, in percent. */
  recoveredPercent: number | null
}

/** With fewer visits than this after the fix, only a clear answer counts. */
const enoughVisits = 100
/** With fewer than this, none does. */
const fewestVisits = 30
/** The part of the drop that has to come back. */
const requiredPart = 0.5

/** The rates that a fix is measured against: at detection, and usually. */
export interface Before {
  current: Proportion
  baseline: Proportion
}

const percent = ({ visits, completed }: Proportion) => (100 * completed) / visits

/** @returns null while a side has no visits. */
export function upliftOf({ current, baseline }: Before, after: Proportion): FixDto | null {
  const uplift = differenceOf(after, current)
  if (!uplift || baseline.visits === 0) return null
  const [then, gained, drop] = [
    percent(current),
    percent(after) - percent(current),
    percent(baseline) - percent(current),
  ]
  return {
    ...rated(after),
    uplift,
    upliftPercent: then === 0 ? null : round2((100 * gained) / then),
    recoveredPercent: drop <= 0 ? null : round2((100 * gained) / drop),
  }
}

export type Verdict = 'verified' | 'not back' | 'too few'

/**
 * Verified when half of the drop or more came back and the rise is more than chance explains; not back when it surely
 * did not, or enough visits were seen without it.
 */
export function judge(before: Before, after: Proportion): Verdict {
  const fix = upliftOf(before, after)
  if (!fix || after.visits < fewestVisits) return 'too few'
  const required = requiredPart * (percent(before.baseline) - percent(before.current))
  if (fix.uplift.low > 0 && percent(after) - percent(before.current) >= required) return 'verified'
  return fix.uplift.high < required || after.visits >= enoughVisits ? 'not back' : 'too few'
}
