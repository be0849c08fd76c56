import type { Db } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { moments, type Window } from '../kernel/index.ts'
import type { StepSeries } from './model.ts'
import { analyse, conversionWindow, type FunnelShape, list, stepColumn, stepEvents } from './step-events.ts'
import { type Proportion, rated } from './two-proportions.ts'

// The step metric: of the visits that came to a step inside the window, the share that went on to the funnel's last
// step within the conversion window of coming there (specification of the first system, with its terminal step and
// time bounds made right).

const arrived = (index: number): SQL => sql.raw(`a${index + 1}`)

/** Did a visit that arrived at a moment finish in time? Most are settled by the first and the last finish alone. */
function finished(funnel: FunnelShape, arrival: SQL): SQL {
  const latest = sql`${arrival} + ${conversionWindow(funnel)}`
  return sql`case
    when ${arrival} is null or last_end is null or last_end < ${arrival} then false
    when last_end <= ${latest} then true
    else exists (select from unnest(ends) as ended where ended between ${arrival} and ${latest}) end`
}

/** One row a visit: when it first came to each step inside the window (`a1 … an`), and its finishes. */
function visitsOf(funnel: FunnelShape, window: Window, steps: number[]): SQL {
  const last = stepColumn(funnel.steps.length - 1)
  const arrivals = steps.map(
    index => sql`min(at) filter (where ${stepColumn(index)} and at < ${moments(window.to)}) as ${arrived(index)}`,
  )
  return sql`select ${list([
    sql`visit_key`,
    ...arrivals,
    sql`max(at) filter (where ${last}) as last_end`,
    sql`array_agg(at) filter (where ${last}) as ends`,
  ])} from (${stepEvents(funnel, window)}) marked group by visit_key`
}

/** One row for each visit that came to a step inside the window: `visit_key`, `arrived`, and `done` if it finished. */
export function outcomesAt(funnel: FunnelShape, window: Window, step: number): SQL {
  const arrival = arrived(step)
  return sql`select visit_key, ${arrival} as arrived, ${finished(funnel, arrival)} as done
    from (${visitsOf(funnel, window, [step])}) visits where ${arrival} is not null`
}

export interface StepMetrics {
  /** In the order of the funnel. */
  steps: Proportion[]
  /** Within this time 95 % of the visits that finish have done so, in seconds; null when none did. */
  settleSeconds: number | null
}

/** The step metric of every step, for one window. */
export async function measureSteps(db: Db, funnel: FunnelShape, window: Window): Promise<StepMetrics> {
  const indexes = funnel.steps.map((_, index) => index)
  const columns = indexes.flatMap(index => [
    sql`count(${arrived(index)})::int as ${sql.raw(`v${index + 1}`)}`,
    sql`count(*) filter (where ${finished(funnel, arrived(index))})::int as ${sql.raw(`c${index + 1}`)}`,
  ])
  const settle = sql`percentile_disc(0.95) within group (order by date_part('epoch', last_end - a1)) filter (where ${finished(funnel, sql`a1`)})`
  const [row] = await analyse<Record<string, number | string | null>>(
    db,
    sql`select ${list(columns)}, (${settle})::float8 as settle from (${visitsOf(funnel, window, indexes)}) visits`,
  )
  return {
    steps: indexes.map(index => ({
      visits: Number(row?.[`v${index + 1}`] ?? 0),
      completed: Number(row?.[`c${index + 1}`] ?? 0),
    })),
    settleSeconds: row?.settle === null || row?.settle === undefined ? null : Number(row.settle),
  }
}

const bucketChoices = [60, 300, 900, 3_600, 21_600, 86_400]

/** The finest bucket, in seconds, that gives at most 200 of them. */
export function bucketFor({ from, to }: Window): number {
  const span = (to.getTime() - from.getTime()) / 1_000
  return bucketChoices.find(bucket => span / bucket <= 200) ?? 604_800
}

/** The step metric of one step over time, by the bucket in which each visit came to it. Gaps are filled. */
export async function seriesOfStep(db: Db, funnel: FunnelShape, window: Window, step: number): Promise<StepSeries> {
  const bucketSeconds = bucketFor(window)
  const bucket = sql`make_interval(secs => ${bucketSeconds})`
  const binned = (value: SQL) => sql`date_bin(${bucket}, ${value}, timestamptz 'epoch')`
  const rows = await analyse<{ at: number; visits: number; completed: number }>(
    db,
    sql`with visits as (${visitsOf(funnel, window, [step])}),
      measured as (
        select ${binned(arrived(step))} as at, count(*)::int as visits,
          count(*) filter (where ${finished(funnel, arrived(step))})::int as completed
        from visits where ${arrived(step)} is not null group by 1
      )
      select (extract(epoch from buckets.at) * 1000)::float8 as at, coalesce(visits, 0) as visits, coalesce(completed, 0) as completed
      from generate_series(${binned(moments(window.from))}, ${moments(new Date(window.to.getTime() - 1))}, ${bucket}) as buckets(at)
      left join measured using (at) order by 1`,
  )
  const items = rows.map(({ at, visits, completed }) => ({
    at: new Date(at).toISOString(),
    ...rated({ visits, completed }),
  }))
  return { bucketSeconds, items }
}
