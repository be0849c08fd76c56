import type { Counts } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** The revenue of all items, of every status: cancelled and unassigned ones too (systems.md 3.3). */
export const totalRevenue = (rows: readonly Pick<Counts, 'revenue'>[]): Measure =>
  amount(total(rows, ({ revenue }) => revenue))
