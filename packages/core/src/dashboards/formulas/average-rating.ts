import type { Cell } from '../cells.ts'
import { quotient, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** The mean rating (up to 9) of rows that have one. */
export const meanRating = (rows: readonly Cell[]): Measure =>
  quotient(
    total(rows, ({ ratingSum }) => ratingSum) / 100,
    total(rows, ({ rated }) => rated),
  )

/** The mean rating of completed items that have one (systems.md 3.3). */
export const averageRating = (rows: readonly Cell[]): Measure =>
  meanRating(rows.filter(({ status }) => status === 'completed'))
