import { currencyOf, type DayRange, type EssayFilters, type Periods, periodsOf } from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import type { Question } from './cells.ts'
import type { DashboardHead, Period } from './model.ts'

const toPeriod = ({ from, to, days, start, end }: DayRange): Period => ({
  ...{ from, to, days },
  ...{ start: start.toISOString(), end: end.toISOString() },
})

export const daysHead = ({ current, previous, timezone }: Periods): Omit<DashboardHead, 'currency'> => ({
  period: toPeriod(current),
  previousPeriod: toPeriod(previous),
  timezone,
})

/** What pages need of the world: they only look. */
export type DashboardDeps = Pick<Deps, 'db' | 'clock'>

/** What a workspace without items counts its money in. */
const fallback = 'USD'

/** What a page is asked about, and how each page of essays begins. */
export async function begin(deps: DashboardDeps, scope: Scope, filters: EssayFilters) {
  const [periods, currency] = await Promise.all([periodsOf(deps, scope, filters), currencyOf(deps.db, scope)])
  const question: Question = { scope, filters, periods }
  return { question, head: { ...daysHead(periods), currency: currency ?? fallback } }
}
