import type { Cell } from '../cells.ts'
import { percent, total } from '../figures.ts'
import type { Measure } from '../model.ts'
import { countIn } from './essay-count.ts'

/** Completed items with E+ / all completed items × 100; those without a word of satisfaction are in the denominator. */
export const ePlusRate = (rows: readonly Cell[]): Measure =>
  percent(
    total(rows, ({ ePlus, status }) => (status === 'completed' ? ePlus : 0)),
    countIn('completed')(rows).value,
  )
