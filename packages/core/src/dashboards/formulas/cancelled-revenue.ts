import type { Cell } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** The revenue of cancelled items: total revenue without net revenue. */
export const cancelledRevenue = (rows: readonly Pick<Cell, 'revenue' | 'status'>[]): Measure =>
  amount(total(rows, ({ revenue, status }) => (status === 'cancelled' ? revenue : 0)))
