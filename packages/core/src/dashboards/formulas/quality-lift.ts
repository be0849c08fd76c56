import type { Cell } from '../cells.ts'
import { amount } from '../figures.ts'
import type { Measure } from '../model.ts'
import { ratingOfDraft } from './rating-by-draft.ts'

/** The mean rating of second drafts less that of first ones; 0 while either has none. */
export function qualityLift(rows: readonly Cell[]): Measure {
  const [first, second] = [ratingOfDraft('1')(rows), ratingOfDraft('2')(rows)]
  return amount(first.denominator && second.denominator ? second.value - first.value : 0)
}
