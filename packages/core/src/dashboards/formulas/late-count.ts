import type { Counts } from '../cells.ts'
import { amount, total } from '../figures.ts'
import type { LateSeverity, Measure } from '../model.ts'

/** Items whose time ran out: less than no hours left. */
export const lateCount = (rows: readonly Counts[]): Measure => amount(total(rows, ({ late }) => late))

const parts: Record<LateSeverity, (row: Counts) => number> = {
  critical: ({ lateCritical }) => lateCritical,
  warning: ({ lateWarning }) => lateWarning,
  minor: ({ late, lateWarning, lateCritical }) => late - lateWarning - lateCritical,
}

/** Late items by how late: more than 24 hours is critical, more than 12 a warning, the rest minor. */
export const lateBy =
  (severity: LateSeverity) =>
  (rows: readonly Counts[]): Measure =>
    amount(total(rows, parts[severity]))
