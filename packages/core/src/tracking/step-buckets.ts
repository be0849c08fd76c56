import { type Db, events } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { earlier, minutes, moments } from '../kernel/index.ts'
import { type Breakdown, breakdowns } from './inputs.ts'
import { analyse, type FunnelShape, list, stepColumn, stepEvents } from './step-events.ts'

// For detection, both sides of a comparison wait equally long for a visit to go on: as long as 95 % of those that do
// need, at least a second and at most an hour. Visits younger than that are in neither, so that a visit which is still
// under way is never taken for a lost one, and nothing after the end is read.

const most = 3_600
export const bucketMinutes = 5

/** What visits of a step have to reach: the last step, or the next one where that is another. */
export type Reached = 'next' | 'last'

/** One step's visits, counted in five minutes each; the four lists go together. */
export interface StepBuckets {
  step: number
  reached: Reached
  /** How long visits are waited for, in seconds: the end is so long before now. */
  patience: number
  /** How many times five minutes before the end. */
  buckets: number[]
  visits: number[]
  completed: number[]
  /** Visits that met an error while they were waited for; 0 where it is the next step that has to be reached. */
  failed: number[]
}

const first = (index: number): SQL => sql.raw(`a${index + 1}`)
const all = (index: number): SQL => sql.raw(`t${index + 1}`)
const wait = (index: number, reached: Reached): SQL => sql.raw(reached === 'last' ? 'w' : `w${index + 1}`)

/**
 * `visits`: when each first came to each step (`a1 …`) and when it ever did (`t2 …`); `waits`: how long one waits for the
 * last step (`w`), and from each step for the next (`w1 …`).
 */
function visitsBefore(funnel: FunnelShape, now: Date, span: number, extra: SQL[], kept: SQL[]): SQL {
  const last = funnel.steps.length - 1
  const columns = funnel.steps.flatMap((_, index) => [
    sql`min(at) filter (where ${stepColumn(index)}) as ${first(index)}`,
    ...(index === 0 ? [] : [sql`array_agg(at) filter (where ${stepColumn(index)}) as ${all(index)}`]),
  ])
  const window = { from: earlier(now, minutes(span) + most * 1_000), to: now }
  // The window of a funnel reaches past the end; here nothing after now counts.
  const seen = stepEvents({ ...funnel, windowHours: 0 }, window, extra)
  const own = sql`${funnel.windowHours * 3_600}::int`
  const patience = (from: number, to: number, name: SQL) =>
    sql`least(${own}, ${most}, greatest(1, ceil(coalesce(percentile_disc(0.95) within group (
      order by date_part('epoch', ${first(to)} - ${first(from)})) filter (where ${first(to)} >= ${first(from)}), 0))))::int as ${name}`
  const onwards = funnel.steps.slice(0, -1).map((_, index) => patience(index, index + 1, wait(index, 'next')))
  return sql`visits as materialized (
      select ${list([sql`visit_key`, ...kept, ...columns])} from (${seen}) marked group by visit_key),
    waits as materialized (select ${list([patience(0, last, wait(0, 'last')), ...onwards])} from visits)`
}

/** Whether any of these moments is in the time that one waits; mostly the first, if it is not too early, tells. */
const inTime = (
  earliest: SQL,
  moments: SQL,
): SQL => sql`case when ${earliest} >= at then ${earliest} <= at + make_interval(secs => patience)
  else coalesce((select bool_or(one between at and at + make_interval(secs => patience)) from unnest(${moments}) as one), false) end`

/** `arrivals`: for each step when a visit came to it and when to what it has to reach. */
function arrivalsOf({ steps }: FunnelShape): SQL {
  const last = steps.length - 1
  const arrival = (step: number, to: number, reached: Reached) =>
    sql`(${sql.raw(String(step))}, ${reached}::text, ${first(step)}, ${first(to)}, ${to === 0 ? sql`array[a1]` : all(to)}, ${wait(step, reached)})`
  const rows = steps.flatMap((_, step) => [
    arrival(step, last, 'last'),
    ...(step + 1 < last ? [arrival(step, step + 1, 'next')] : []),
  ])
  return sql`(values ${list(rows)}) as arrivals(step, reached, at, target, targets, patience)`
}

/** Every step's visits of the last `span` minutes in one reading: counted in buckets, for all windows at once. */
export async function bucketSteps(db: Db, funnel: FunnelShape, now: Date, span: number): Promise<StepBuckets[]> {
  const reach = moments(earlier(now, minutes(span) + most * 1_000))
  return analyse<StepBuckets>(
    db,
    sql`with ${visitsBefore(funnel, now, span, [], [])},
      errors as materialized (
        select visit_key, min(occurred_at) as first_met, array_agg(occurred_at) as met from events
        where workspace_id = ${funnel.workspaceId} and ${events.errorType} is not null
          and occurred_at >= ${reach} and occurred_at < ${moments(now)} and visit_key in (select visit_key from visits)
        group by visit_key),
      counted as (select step, reached, patience,
        floor(date_part('epoch', ${moments(now)} - at - make_interval(secs => patience)) / ${bucketMinutes * 60} - 1e-9)::int as bucket,
        count(*)::int as visits,
        (count(*) filter (where ${inTime(sql`target`, sql`targets`)}))::int as completed,
        (count(*) filter (where reached = 'last' and met is not null and ${inTime(sql`first_met`, sql`met`)}))::int as failed
      from visits cross join waits left join errors using (visit_key) cross join lateral ${arrivalsOf(funnel)}
      where at < ${moments(now)} - make_interval(secs => patience)
        and at >= ${moments(now)} - make_interval(secs => patience, mins => ${span})
      group by 1, 2, 3, 4)
      select step, reached, patience, ${list(['bucket', 'visits', 'completed', 'failed'].map(part => sql`array_to_json(array_agg(${sql.raw(part)})) as ${sql.raw(part === 'bucket' ? 'buckets' : part)}`))}
      from counted group by 1, 2, 3`,
  )
}

/** Visits of one segment in a window and in what is usual for it. */
export interface SegmentCount {
  by: Breakdown
  value: string
  current: { visits: number; completed: number }
  usual: { visits: number; completed: number }
}

/**
 * One step by device, country and app version, judged by those that reached what is asked for: the last `window` minutes beside the same hours of the days before,
 * `pad` minutes wider on both sides, or all of those days. The twelve largest of each.
 */
export async function segmentSteps(
  db: Db,
  funnel: FunnelShape,
  now: Date,
  at: { step: number; reached: Reached; window: number; pad: number | null; days: number },
): Promise<SegmentCount[]> {
  const columns = { device: events.device, country: events.country, appVersion: events.appVersion }
  const names = { device: 'device', country: 'country', appVersion: 'app_version' }
  const extra = breakdowns.map(by => sql`${columns[by]}`)
  const kept = breakdowns.map(
    by => sql`min(${sql.raw(names[by])}) filter (where ${stepColumn(at.step)}) as ${sql.raw(names[by])}`,
  )
  const values = list(breakdowns.map(by => sql`(${by}::text, ${sql.raw(names[by])})`))
  const day = 1_440
  const to = at.reached === 'last' ? funnel.steps.length - 1 : at.step + 1
  const isCurrent = sql`ago <= ${at.window}`
  const isUsual =
    at.pad === null
      ? sql`ago > ${at.window} and ago <= ${at.days * day + at.window}`
      : sql`ago > ${day - at.pad} and ago <= ${at.days * day + at.window + at.pad}
          and mod((ago + ${at.pad})::numeric, ${day}) <= ${at.window + 2 * at.pad}`
  const rows = await analyse<Record<'cv' | 'cc' | 'uv' | 'uc', number> & { dimension: Breakdown; value: string }>(
    db,
    sql`with ${visitsBefore(funnel, now, (at.days + 1) * day, extra, kept)},
      arrived as (
        select ${list(breakdowns.map(by => sql.raw(names[by])))}, ${first(at.step)} as at, ${first(to)} as target, ${all(to)} as targets,
          ${wait(at.step, at.reached)} as patience
        from visits cross join waits),
      judged as (
        select *, date_part('epoch', ${moments(now)} - at - make_interval(secs => patience)) / 60 as ago,
          ${inTime(sql`target`, sql`targets`)} as completed
        from arrived where at < ${moments(now)} - make_interval(secs => patience)),
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
