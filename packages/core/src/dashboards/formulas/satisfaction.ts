import type { EssaySatisfaction } from '@quarterdeck/db'
import type { Counts } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { Measure } from '../model.ts'

const parts: Record<EssaySatisfaction, (row: Counts) => number> = {
  'E+': ({ ePlus }) => ePlus,
  E: ({ e }) => e,
  'E-': ({ eMinus }) => eMinus,
}

/** How many items have this satisfaction, of every status. */
export const satisfied =
  (satisfaction: EssaySatisfaction) =>
  (rows: readonly Counts[]): Measure =>
    amount(total(rows, parts[satisfaction]))
