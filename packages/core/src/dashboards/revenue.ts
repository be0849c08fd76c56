import type { Scope } from '../kernel/index.ts'
import { readCells, readChannels } from './cells.ts'
import { figure } from './figures.ts'
import { averageRevenue } from './formulas/average-revenue.ts'
import { cancelledRevenue } from './formulas/cancelled-revenue.ts'
import { essayCount } from './formulas/essay-count.ts'
import { lostRevenue } from './formulas/lost-revenue.ts'
import { netRevenue } from './formulas/net-revenue.ts'
import { totalRevenue } from './formulas/total-revenue.ts'
import { byCount, byRevenue, groupsBy } from './groups.ts'
import { begin, type DashboardDeps } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { RevenueDto } from './model.ts'
import { readSeries } from './series.ts'

/** What comes in: with and without cancelled items. */
export async function revenue(
  { db, ...deps }: DashboardDeps,
  scope: Scope,
  { filters }: DashboardInput,
): Promise<RevenueDto> {
  const { question, head } = await begin({ db, ...deps }, scope, filters)
  const [cells, channels, series] = await Promise.all([
    readCells(db, question),
    readChannels(db, question),
    readSeries(db, question),
  ])
  return {
    ...head,
    kpis: {
      totalRevenue: figure(totalRevenue, cells),
      netRevenue: figure(netRevenue, cells),
      cancelledRevenue: figure(cancelledRevenue, cells),
      lostRevenue: figure(lostRevenue, cells),
      essays: figure(essayCount, cells),
      avgRevenue: figure(averageRevenue, cells),
    },
    ...series,
    byChannel: groupsBy(channels, 'channel').sort(byRevenue),
    byTurnaround: groupsBy(cells, 'turnaround').sort(byRevenue),
    byStatus: groupsBy(cells, 'status').sort(byCount),
  }
}
