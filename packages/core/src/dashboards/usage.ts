import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { periodsOf } from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import { amount, figure, percent, quotient } from './figures.ts'
import { type DashboardDeps, daysHead } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { Figure, UsageDto } from './model.ts'
import { filled } from './series.ts'
import { chained, countDays, countNames, returns, seen, weeks } from './usage/counted.ts'
import {
  type NameCounts,
  readDays,
  readRetention,
  readTop,
  readTotals,
  type UsageSources,
  type UsageTotals,
} from './usage/figures.ts'
import { foldUsage, localDays } from './usage/fold.ts'

/** What was counted beforehand, of one workspace. */
function kept(workspaceId: string): UsageSources {
  const of = (table: string): SQL => sql`(select * from ${sql.identifier(table)} where workspace_id = ${workspaceId})`
  return { days: of('usage_days'), names: of('usage_names'), returns: of('usage_returns'), weeks: of('usage_weeks') }
}

/** The same of another zone's days, from the events themselves: all of them, as who is new is known by those before. */
async function countedNow(db: Deps['db'], workspaceId: string, zone: string): Promise<UsageSources> {
  const rows = await rowsOf<{ day: string }>(
    db,
    sql`select day::date::text as day from (select min(occurred_at) as least, max(occurred_at) as most from events
        where workspace_id = ${workspaceId}) e, generate_series(least at time zone 'UTC', (most at time zone 'UTC') + interval '1 day', '1 day') day`,
  )
  const days = localDays(
    rows.map(({ day }) => day),
    zone,
  )
  const everybody = sql`(select distinct kind, who, day from (${seen(workspaceId, days)}) s) s`
  const all = sql`(${chained(sql`kind, who, day`, everybody)}) c`
  return {
    days: sql`(${countDays(workspaceId, days)})`,
    names: sql`(${countNames(workspaceId, days)})`,
    returns: sql`(${returns(all)})`,
    weeks: sql`(${weeks(all)})`,
  }
}

const kpisOf = (totals: { current: UsageTotals; previous: UsageTotals }): UsageDto['kpis'] => ({
  events: figure(({ events }) => amount(events), totals),
  /** Distinct visits with an event in the period. */
  visits: figure(({ visits }) => amount(visits), totals),
  /** Distinct people with an event in the period. */
  people: figure(({ people }) => amount(people), totals),
  /** People whose first event of all is in the period. */
  newPeople: figure(({ newPeople }) => amount(newPeople), totals),
  eventsPerVisit: figure(({ events, visits }) => quotient(events, visits), totals),
  /** Events that tell of an error / events × 100. */
  errorRate: figure(({ events, errors }) => percent(errors, events), totals),
})

const toFigure = ({ current, previous }: NameCounts): Figure => figure(amount, { current, previous })

/** How the product is used, from its events. Of the filters only the days mean something here. */
export async function usage(
  { db, clock }: DashboardDeps,
  { workspaceId }: Scope,
  { filters }: DashboardInput,
): Promise<UsageDto> {
  const periods = await periodsOf({ db, clock }, { workspaceId }, filters)
  const { current, previous, timezone, atHome } = periods
  if (atHome) await foldUsage({ db }, workspaceId, timezone)
  const sources = atHome ? kept(workspaceId) : await countedNow(db, workspaceId, timezone)
  const empty = { events: 0, visits: 0, people: 0, newPeople: 0 }
  const [days, daysBefore, totals, totalsBefore, events, pages, retention] = await Promise.all([
    readDays(db, sources, current),
    readDays(db, sources, previous),
    readTotals(db, sources, current),
    readTotals(db, sources, previous),
    readTop(db, sources, 'event', periods),
    readTop(db, sources, 'page', periods),
    readRetention(db, sources, current),
  ])
  return {
    ...daysHead(periods),
    kpis: kpisOf({ current: totals, previous: totalsBefore }),
    series: filled(current, days, empty),
    previousSeries: filled(previous, daysBefore, empty),
    topEvents: events.map(row => ({ key: row.key, events: toFigure(row) })),
    topPages: pages.map(row => ({ key: row.key, views: toFigure(row) })),
    retention,
  }
}
