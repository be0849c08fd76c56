import type { EssayItemStatus } from '@quarterdeck/db'
import type { Cell } from '../cells.ts'
import { percent } from '../figures.ts'
import type { Measure } from '../model.ts'
import { countIn, essayCount } from './essay-count.ts'

/** Items in a status / all items × 100. */
export const statusRate =
  (status: EssayItemStatus) =>
  (rows: readonly Cell[]): Measure =>
    percent(countIn(status)(rows).value, essayCount(rows).value)
