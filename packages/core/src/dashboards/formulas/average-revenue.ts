import type { Cell } from '../cells.ts'
import { quotient, total } from '../figures.ts'
import type { Measure } from '../model.ts'
import { netRevenue } from './net-revenue.ts'

/** Net revenue divided by the items that are not cancelled. */
export const averageRevenue = (rows: readonly Cell[]): Measure =>
  quotient(
    netRevenue(rows).value,
    total(rows, ({ essays, status }) => (status === 'cancelled' ? 0 : essays)),
  )
