import { events } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { earlier, minutes, moments } from '../kernel/index.ts'
import { type FunnelShape, list, stepColumn, stepEvents } from './step-events.ts'

// For detection, both sides of a comparison wait equally long for a visit to go on: as long as 95 % of those that do
// need, at least a second and at most an hour. Visits younger than that are in neither, so that a visit which is still
// under way is never taken for a lost one, and nothing after the end is read.

const most = 3_600

/** What visits of a step have to reach: the last step, or the next one where that is another. */
export type Reached = 'next' | 'last'

/** What is read of a funnel's events, and how. */
export interface Reading {
  /** Nothing later is known. */
  now: Date
  /** How many minutes before `now` the reading begins. */
  span: number
  /** Waits for a visit as long as the funnel allows instead. */
  patient?: boolean
}

export const first = (index: number): SQL => sql.raw(`a${index + 1}`)
export const all = (index: number): SQL => sql.raw(`t${index + 1}`)
export const wait = (index: number, reached: Reached): SQL => sql.raw(reached === 'last' ? 'w' : `w${index + 1}`)

/**
 * `visits`: when each first came to each step (`a1 …`) and when it ever did (`t2 …`); `waits`: how long one waits for the
 * last step (`w`), and from each step for the next (`w1 …`).
 */
export function visitsBefore(
  funnel: FunnelShape,
  { now, span, patient = false }: Reading,
  extra: SQL[] = [],
  kept: SQL[] = [],
): SQL {
  const last = funnel.steps.length - 1
  const columns = funnel.steps.flatMap((_, index) => [
    sql`min(at) filter (where ${stepColumn(index)}) as ${first(index)}`,
    ...(index === 0 ? [] : [sql`array_agg(at) filter (where ${stepColumn(index)}) as ${all(index)}`]),
  ])
  const window = { from: earlier(now, minutes(span) + most * 1_000), to: now }
  // The window of a funnel reaches past the end; here nothing after now counts.
  const seen = stepEvents({ ...funnel, windowHours: 0 }, window, extra)
  const own = sql`${funnel.windowHours * 3_600}::int`
  const patience = (from: number, to: number, name: SQL) => {
    if (patient) return sql`${own} as ${name}`
    return sql`least(${own}, ${most}, greatest(1, ceil(coalesce(percentile_disc(0.95) within group (
      order by date_part('epoch', ${first(to)} - ${first(from)})) filter (where ${first(to)} >= ${first(from)}), 0))))::int as ${name}`
  }
  const onwards = funnel.steps.slice(0, -1).map((_, index) => patience(index, index + 1, wait(index, 'next')))
  return sql`visits as materialized (
      select ${list([sql`visit_key`, ...kept, ...columns])} from (${seen}) marked group by visit_key),
    waits as materialized (select ${list([patience(0, last, wait(0, 'last')), ...onwards])} ${patient ? sql`` : sql`from visits`})`
}

/** `errors`: when each of the `visits` first met an error and when it ever did. */
export function errorsOf({ workspaceId }: FunnelShape, { now, span }: Reading): SQL {
  const reach = moments(earlier(now, minutes(span) + most * 1_000))
  return sql`errors as materialized (
    select visit_key, min(occurred_at) as first_met, array_agg(occurred_at) as met from events
    where workspace_id = ${workspaceId} and ${events.errorType} is not null
      and occurred_at >= ${reach} and occurred_at < ${moments(now)} and visit_key in (select visit_key from visits)
    group by visit_key)`
}

/** Whether any of these moments is in the time that one waits; mostly the first, if it is not too early, tells. */
export const inTime = (
  earliest: SQL,
  moments: SQL,
): SQL => sql`case when ${earliest} >= at then ${earliest} <= at + make_interval(secs => patience)
  else coalesce((select bool_or(one between at and at + make_interval(secs => patience)) from unnest(${moments}) as one), false) end`

/** Whether a visit met an error while it was waited for. */
export const metInTime: SQL = sql`(met is not null and ${inTime(sql`first_met`, sql`met`)})`
