import type { EssayItemStatus } from '@quarterdeck/db'
import type { Both, Counts } from './cells.ts'
import { only } from './figures.ts'
import { essayCount } from './formulas/essay-count.ts'
import { netRevenue } from './formulas/net-revenue.ts'
import { totalRevenue } from './formulas/total-revenue.ts'
import type { EssayCounts, EssayGroup } from './model.ts'

type Row = Counts & { status: EssayItemStatus }

const countsOf = (rows: readonly Row[]): EssayCounts => ({
  essays: essayCount(rows).value,
  netRevenue: netRevenue(rows).value,
  totalRevenue: totalRevenue(rows).value,
})

/** Items by what they have in common, in both periods: a key of either is there. */
export function groupsBy<Name extends string, Each extends Row & Record<Name, string>>(
  cells: Both<Each[]>,
  name: Name,
): EssayGroup<Each[Name]>[] {
  const keys = new Set([...cells.current, ...cells.previous].map(row => row[name]))
  return [...keys].map(key => {
    const { current, previous } = only(cells, row => row[name] === key)
    return { key, ...countsOf(current), previous: countsOf(previous) }
  })
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)

/** With the most revenue of this period first, cancelled items too; then by name. */
export const byRevenue = (a: EssayGroup, b: EssayGroup): number => b.totalRevenue - a.totalRevenue || byKey(a, b)
/** With the most items of this period first; then by name. */
export const byCount = (a: EssayGroup, b: EssayGroup): number => b.essays - a.essays || byKey(a, b)
