import { type Db, events } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { earlier, minutes, moments } from '../kernel/index.ts'
import { type Breakdown, breakdowns } from './inputs.ts'
import { analyse, type FunnelShape, list, stepColumn, stepEvents } from './step-events.ts'

// For detection, both sides of a comparison wait equally long for a visit to finish: as long as 95 % of the finishing
// visits need, at least a second and at most an hour. Visits younger than that are in neither, so that a visit which is
// still under way is never taken for a lost one, and nothing after the end is read.

const most = 3_600
export const bucketMinutes = 5

/** One step's visits in five minutes, `bucket` of them before the end. */
export interface StepBucket {
  step: number
  bucket: number
  visits: number
  completed: number
  /** Visits that met an error while they were waited for. */
  failed: number
}

export interface StepBuckets {
  /** Visits that came to a step later are too young to be judged. */
  end: Date
  rows: StepBucket[]
}

const arrived = (index: number): SQL => sql.raw(`a${index + 1}`)

/** `visits`: when each first came to each step (`a1 …`), its finishes; `patience`: how long one waits, `ends_at`. */
function visitsBefore(funnel: FunnelShape, now: Date, span: number, extra: SQL[], kept: SQL[]): SQL {
  const last = stepColumn(funnel.steps.length - 1)
  const arrivals = funnel.steps.map((_, index) => sql`min(at) filter (where ${stepColumn(index)}) as ${arrived(index)}`)
  const window = { from: earlier(now, minutes(span) + most * 1_000), to: now }
  // The window of a funnel reaches past the end; here nothing after now counts.
  const seen = stepEvents({ ...funnel, windowHours: 0 }, window, extra)
  const own = sql`${funnel.windowHours * 3_600}::int`
  return sql`visits as materialized (
      select ${list([sql`visit_id`, ...kept, ...arrivals, sql`array_agg(at) filter (where ${last}) as ends`])},
        min(at) filter (where ${last}) as first_end
      from (${seen}) marked group by visit_id),
    waiting as (
      select least(${own}, ${most}, greatest(1, ceil(coalesce(percentile_disc(0.95) within group (
        order by date_part('epoch', first_end - a1)) filter (where first_end >= a1), 0))))::int as patience from visits),
    waited as materialized (
      select make_interval(secs => patience) as patience, ${moments(now)} - make_interval(secs => patience) as ends_at from waiting)`
}

const inTime = (happened: SQL, at: SQL) => sql`coalesce((select bool_or(one between ${at} and ${at} + patience)
  from unnest(${happened}) as one), false)`

const arrivalsOf = (funnel: FunnelShape): SQL =>
  sql`(values ${list(funnel.steps.map((_, index) => sql`(${sql.raw(String(index))}, ${arrived(index)})`))}) as arrivals(step, at)`

/** Every step's visits of the last `span` minutes in one reading: counted in buckets, for all windows at once. */
export async function bucketSteps(db: Db, funnel: FunnelShape, now: Date, span: number): Promise<StepBuckets> {
  const reach = moments(earlier(now, minutes(span) + most * 1_000))
  const rows = await analyse<StepBucket & { end: number }>(
    db,
    sql`with ${visitsBefore(funnel, now, span, [], [])},
      errors as materialized (
        select visit_id, array_agg(occurred_at) as met from events
        where workspace_id = ${funnel.workspaceId} and ${events.errorType} is not null
          and occurred_at >= ${reach} and occurred_at < ${moments(now)} group by visit_id)
      select step, floor(date_part('epoch', ends_at - at) / ${bucketMinutes * 60} - 1e-9)::int as bucket,
        (date_part('epoch', ends_at) * 1000)::float8 as end, count(*)::int as visits,
        (count(*) filter (where ${inTime(sql`ends`, sql`at`)}))::int as completed,
        (count(*) filter (where met is not null and ${inTime(sql`met`, sql`at`)}))::int as failed
      from visits cross join waited left join errors using (visit_id) cross join lateral ${arrivalsOf(funnel)}
      where at < ends_at and at >= ends_at - make_interval(mins => ${span})
      group by 1, 2, 3`,
  )
  return { end: new Date(rows[0]?.end ?? now), rows: rows.map(({ end: _, ...row }) => row) }
}

/** Visits of one segment in a window and in what is usual for it. */
export interface SegmentCount {
  by: Breakdown
  value: string
  current: { visits: number; completed: number }
  usual: { visits: number; completed: number }
}

/**
 * One step by device, country and app version: the last `window` minutes beside the same hours of the days before,
 * `pad` minutes wider on both sides, or all of those days. The twelve largest of each.
 */
export async function segmentSteps(
  db: Db,
  funnel: FunnelShape,
  now: Date,
  at: { step: number; window: number; pad: number | null; days: number },
): Promise<SegmentCount[]> {
  const columns = { device: events.device, country: events.country, appVersion: events.appVersion }
  const names = { device: 'device', country: 'country', appVersion: 'app_version' }
  const extra = breakdowns.map(by => sql`${columns[by]}`)
  const kept = breakdowns.map(
    by => sql`min(${sql.raw(names[by])}) filter (where ${stepColumn(at.step)}) as ${sql.raw(names[by])}`,
  )
  const values = list(breakdowns.map(by => sql`(${by}::text, ${sql.raw(names[by])})`))
  const day = 1_440
  const isCurrent = sql`ago <= ${at.window}`
  const isUsual =
    at.pad === null
      ? sql`ago > ${at.window} and ago <= ${at.days * day + at.window}`
      : sql`ago > ${day - at.pad} and ago <= ${at.days * day + at.window + at.pad}
          and mod((ago + ${at.pad})::numeric, ${day}) <= ${at.window + 2 * at.pad}`
  const rows = await analyse<Record<'cv' | 'cc' | 'uv' | 'uc', number> & { dimension: Breakdown; value: string }>(
    db,
    sql`with ${visitsBefore(funnel, now, (at.days + 1) * day, extra, kept)},
      judged as (
        select ${list(breakdowns.map(by => sql.raw(names[by])))}, date_part('epoch', ends_at - ${arrived(at.step)}) / 60 as ago,
          ${inTime(sql`ends`, arrived(at.step))} as completed
        from visits cross join waited where ${arrived(at.step)} < ends_at),
      counted as (
        select segments.dimension, coalesce(segments.value, 'unknown') as value,
          (count(*) filter (where ${isCurrent}))::int as cv, (count(*) filter (where ${isCurrent} and completed))::int as cc,
          (count(*) filter (where ${isUsual}))::int as uv, (count(*) filter (where ${isUsual} and completed))::int as uc
        from judged cross join lateral (values ${values}) as segments(dimension, value) group by 1, 2),
      ranked as (select *, row_number() over (partition by dimension order by cv desc, value) as place from counted where cv > 0)
      select dimension, value, cv, cc, uv, uc from ranked where place <= 12 order by dimension, place`,
  )
  return rows.map(({ dimension, value, cv, cc, uv, uc }) => ({
    by: dimension,
    value,
    current: { visits: cv, completed: cc },
    usual: { visits: uv, completed: uc },
  }))
}
