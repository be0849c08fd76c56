import type { Cell } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** The revenue of items that are not cancelled. */
export const netRevenue = (rows: readonly Pick<Cell, 'revenue' | 'status'>[]): Measure =>
  amount(total(rows, ({ revenue, status }) => (status === 'cancelled' ? 0 : revenue)))
