import type { Cell } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** Completed items that have a rating: what the average rating is of. */
export const ratedCount = (rows: readonly Cell[]): Measure =>
  amount(total(rows, ({ rated, status }) => (status === 'completed' ? rated : 0)))
