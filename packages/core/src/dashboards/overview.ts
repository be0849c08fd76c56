import { draftBuckets } from '../essays/index.ts'
import type { Scope } from '../kernel/index.ts'
import { type Both, type Cell, readCells, readChannels } from './cells.ts'
import { figure } from './figures.ts'
import { activeCustomers } from './formulas/active-customers.ts'
import { averageRating } from './formulas/average-rating.ts'
import { ePlusRate } from './formulas/e-plus-rate.ts'
import { countIn, essayCount } from './formulas/essay-count.ts'
import { lateCount } from './formulas/late-count.ts'
import { lostRevenue } from './formulas/lost-revenue.ts'
import { multiDraftRate } from './formulas/multi-draft-rate.ts'
import { netRevenue } from './formulas/net-revenue.ts'
import { onTimeRate } from './formulas/on-time-rate.ts'
import { qualityLift } from './formulas/quality-lift.ts'
import { ratingOfDraft } from './formulas/rating-by-draft.ts'
import { totalRevenue } from './formulas/total-revenue.ts'
import { byRevenue, groupsBy } from './groups.ts'
import { begin, type DashboardDeps } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import { lateItems, unassignedItems } from './lists.ts'
import type { DraftRating, OverviewDto } from './model.ts'
import { readSeries } from './series.ts'
import { readStudents, type Students } from './students.ts'

const channelsShown = 8
const itemsShown = 3

export const ratingsByDraft = (cells: Both<Cell[]>): DraftRating[] =>
  draftBuckets.map(draft => ({ draft, rating: figure(ratingOfDraft(draft), cells) }))

function kpisOf(cells: Both<Cell[]>, students: Both<Students>): OverviewDto['kpis'] {
  return {
    totalRevenue: figure(totalRevenue, cells),
    netRevenue: figure(netRevenue, cells),
    essays: figure(essayCount, cells),
    activeCustomers: figure(activeCustomers, students),
    multiDraftRate: figure(multiDraftRate, students),
    avgRating: figure(averageRating, cells),
    ePlusRate: figure(ePlusRate, cells),
    onTimeRate: figure(onTimeRate, cells),
    late: figure(lateCount, cells),
    unassigned: figure(countIn('unassigned'), cells),
    lostRevenue: figure(lostRevenue, cells),
    qualityLift: figure(qualityLift, cells),
  }
}

/** The page that says how it goes: each number with the one of the period before. */
export async function overview(deps: DashboardDeps, scope: Scope, { filters }: DashboardInput): Promise<OverviewDto> {
  const { question, head } = await begin(deps, scope, filters)
  const { db } = deps
  const [cells, channels, students, series, unassigned, late] = await Promise.all([
    readCells(db, question),
    readChannels(db, question),
    readStudents(db, question),
    readSeries(db, question),
    unassignedItems(db, question, { limit: itemsShown }),
    lateItems(db, question, { limit: itemsShown }),
  ])
  return {
    ...head,
    kpis: kpisOf(cells, students),
    ...series,
    byChannel: groupsBy(channels, 'channel').sort(byRevenue).slice(0, channelsShown),
    byTurnaround: groupsBy(cells, 'turnaround').sort(byRevenue),
    ratingsByDraft: ratingsByDraft(cells),
    unassigned: unassigned.items,
    late: late.items,
  }
}
