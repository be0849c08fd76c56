import type { DraftBucket } from '../../essays/index.ts'
import type { Cell } from '../cells.ts'
import type { Measure } from '../model.ts'
import { meanRating } from './average-rating.ts'

/** The mean rating of a draft's items that have one, of every status: not only completed ones (systems.md 3.3). */
export const ratingOfDraft =
  (draft: DraftBucket) =>
  (rows: readonly Cell[]): Measure =>
    meanRating(rows.filter(row => row.draft === draft))
