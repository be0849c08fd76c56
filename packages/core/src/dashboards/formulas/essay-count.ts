import type { EssayItemStatus } from '@quarterdeck/db'
import type { Cell, Counts } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** How many items there are, of every status. */
export const essayCount = (rows: readonly Pick<Counts, 'essays'>[]): Measure =>
  amount(total(rows, ({ essays }) => essays))

/** How many items stand in a status. */
export const countIn =
  (status: EssayItemStatus) =>
  (rows: readonly Pick<Cell, 'essays' | 'status'>[]): Measure =>
    essayCount(rows.filter(row => row.status === status))
