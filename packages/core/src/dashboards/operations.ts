import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { chosen, itemsWithin } from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import { type Both, type Question, readCells } from './cells.ts'
import { amount, figure } from './figures.ts'
import { countIn } from './formulas/essay-count.ts'
import { lateBy, lateCount } from './formulas/late-count.ts'
import { lostRevenue } from './formulas/lost-revenue.ts'
import { onTimeRate } from './formulas/on-time-rate.ts'
import { statusRate } from './formulas/status-rate.ts'
import { byCount, groupsBy } from './groups.ts'
import { begin, type DashboardDeps } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { LateSeverity, OperationsDto } from './model.ts'

const severities: LateSeverity[] = ['critical', 'warning', 'minor']

/** How late the latest item of each period is, in hours; 0 when none is late. */
async function maxHoursLate(db: Deps['db'], { scope, filters, periods }: Question): Promise<Both<number>> {
  const of = async (period: 'current' | 'previous') => {
    const [row] = await rowsOf<{ hours: number | null }>(
      db,
      sql`select -min(i.time_remaining_hours)::float8 as hours from essay_items i
        where ${itemsWithin(scope, periods[period])} and ${chosen(filters)} and i.time_remaining_hours < 0`,
    )
    return row?.hours ?? 0
  }
  const [current, previous] = await Promise.all([of('current'), of('previous')])
  return { current, previous }
}

/** What waits, what is late, what became of the rest. */
export async function operations(
  deps: DashboardDeps,
  scope: Scope,
  { filters }: DashboardInput,
): Promise<OperationsDto> {
  const { question, head } = await begin(deps, scope, filters)
  const [cells, latest] = await Promise.all([readCells(deps.db, question), maxHoursLate(deps.db, question)])
  return {
    ...head,
    kpis: {
      onTimeRate: figure(onTimeRate, cells),
      late: figure(lateCount, cells),
      unassigned: figure(countIn('unassigned'), cells),
      lostRevenue: figure(lostRevenue, cells),
      completed: figure(countIn('completed'), cells),
      completionRate: figure(statusRate('completed'), cells),
      cancellationRate: figure(statusRate('cancelled'), cells),
      maxHoursLate: figure(amount, latest),
    },
    byStatus: groupsBy(cells, 'status').sort(byCount),
    lateBySeverity: severities.map(key => ({ key, essays: figure(lateBy(key), cells) })),
  }
}
