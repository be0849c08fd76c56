import { type SQL, sql } from 'drizzle-orm'
import { moments, type Window } from '../kernel/index.ts'
import { conversionWindow, type FunnelShape, list, numbered, stepColumn, stepEvents } from './step-events.ts'

// How far one visit came. The earliest event of each step and the latest settle it when the earliest follow each other
// in order, or when the next step never happened, or only before its turn: nearly every visit. The others (tangled:
// steps out of order, repeated, or too far apart) are walked, carrying forward the latest first step from which each
// step was reached.

/** Aggregates over the marked events of one visit. */
export interface FirstMoments {
  earliest: (index: number) => SQL
  latest: (index: number) => SQL
}

const begins = (window: Window): SQL => sql`s1 and at < ${moments(window.to)}`

export function firstMoments(window: Window): FirstMoments {
  return {
    earliest: index => sql`min(at) filter (where ${index === 0 ? begins(window) : stepColumn(index)})`,
    latest: index => sql`max(at) filter (where ${stepColumn(index)})`,
  }
}

/** How many steps the earliest events settle, null when they do not. Equal aggregates are computed once. */
export function depth(funnel: FunnelShape, { earliest, latest }: FirstMoments): SQL {
  const count = funnel.steps.length
  const cases = [sql`when ${earliest(0)} is null then 0`]
  for (let index = 1; index < count; index++) {
    const [earlier, step] = [earliest(index - 1), earliest(index)]
    const isLate = sql`${step} > ${earliest(0)} + ${conversionWindow(funnel)}`
    cases.push(sql`when ${step} is null or ${latest(index)} < ${earlier} then ${sql.raw(String(index))}`)
    cases.push(sql`when ${step} <= ${earlier} or ${isLate} then null`)
  }
  return sql`case ${sql.join(cases, sql` `)} else ${sql.raw(String(count))} end`
}

/** Above this many, reading the events of all visits again costs less than looking each tangled one up. */
export const mostLookups = 10_000

/** The marked events of the `tangled` visits of `halves`. Only one of the two ways runs. */
function tangledEvents(funnel: FunnelShape, window: Window, segment: SQL, most: number): SQL {
  const column = [sql`${segment} as segment`]
  const count = sql`(select sum(cardinality(tangled)) from halves)`
  // OFFSET keeps the lookup a lookup: no statistics say how few there are.
  return sql`select marked.* from (select unnest(tangled) as tangled_visit from halves) tangled
      cross join lateral (${stepEvents(funnel, window, column, sql`visit_key = tangled_visit`)} offset '0') marked
      where ${count} <= ${most}
    union all
    select * from (${stepEvents(funnel, window, column)}) marked
      where visit_key in (select unnest(tangled) from halves) and ${count} > ${most}`
}

/** Walks the tangled visits: `b_i` is the latest beginning from which step i was reached before this event. */
function walk(funnel: FunnelShape, window: Window, segment: SQL, most: number): SQL {
  const beginning = sql`case when ${begins(window)} then at end as e1`
  // Events of one instant count in the order of the funnel, and never twice.
  const order = sql`case ${sql.join(
    funnel.steps.map((_, index) => sql`when ${stepColumn(index)} then ${sql.raw(String(index))}`),
    sql` `,
  )} end`
  let walked = sql`select *, ${beginning}, ${order} as tie from (${tangledEvents(funnel, window, segment, most)}) marked`
  for (let index = 1; index < funnel.steps.length; index++) {
    const before = sql`select *, max(${numbered('e', index - 1)}) over (partition by visit_key order by at, tie
      rows between unbounded preceding and 1 preceding) as ${numbered('b', index)} from (${walked}) walked`
    const isInTime = sql`at <= ${numbered('b', index)} + ${conversionWindow(funnel)}`
    const reached = sql`case when ${stepColumn(index)} and ${isInTime} then ${numbered('b', index)} end`
    walked = sql`select *, ${reached} as ${numbered('e', index)} from (${before}) walked`
  }
  return walked
}

/** For each of the `tangled` visits of `halves`: its segment, and when it reached each step (`r1 … rn`, else null). */
export function walkedMoments(funnel: FunnelShape, window: Window, segment: SQL, most: number): SQL {
  const reached = funnel.steps.map(
    (_, index) => sql`min(at) filter (where ${numbered('e', index)} is not null) as ${numbered('r', index)}`,
  )
  return sql`select ${list([sql`min(segment) filter (where s1) as segment`, ...reached])}
    from (${walk(funnel, window, segment, most)}) walked group by visit_key`
}
