import type { Cell } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** The revenue of unassigned items: at risk while nobody works on them. */
export const lostRevenue = (rows: readonly Pick<Cell, 'revenue' | 'status'>[]): Measure =>
  amount(total(rows, ({ revenue, status }) => (status === 'unassigned' ? revenue : 0)))
