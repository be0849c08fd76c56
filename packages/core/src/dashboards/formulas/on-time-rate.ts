import type { Counts } from '../cells.ts'
import { percent, total } from '../figures.ts'
import type { Measure } from '../model.ts'

/** Items with time left / items of which the time is known × 100. No hours left is neither on time nor late. */
export const onTimeRate = (rows: readonly Counts[]): Measure =>
  percent(
    total(rows, ({ onTime }) => onTime),
    total(rows, ({ timed }) => timed),
  )
