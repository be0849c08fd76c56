import { type Db, events } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { moments, type Window } from '../kernel/index.ts'
import type { Breakdown } from './inputs.ts'
import type { FunnelReport, FunnelStepReport } from './model.ts'
import { analyse, conversionWindow, type FunnelShape, list, stepColumn, stepEvents } from './step-events.ts'
import { round2 } from './two-proportions.ts'

// A visit reaches step i when it has events of steps 1 … i one after the other, the last of them within the conversion
// window of the first. Repeats do no harm: a later first step may begin a chain that an earlier one was too old for.
//
// `firsts` reads the events once and keeps, for each visit, the earliest event of each step (`m`) and the latest (`x`).
// When the earliest follow each other in order they are the answer, and when the next step never happened, or only
// before its turn, they are too: nearly every visit.
// Only the others (`tangled`: steps out of order, repeated, or too far apart) are walked event by event, carrying
// forward the latest first step from which each step was reached.

const at = (name: string, index: number): SQL => sql.raw(`${name}${index + 1}`)

const segmentColumns: Record<Breakdown, SQL> = {
  device: sql`${events.device}`,
  country: sql`${events.country}`,
  appVersion: sql`${events.appVersion}`,
}

/** How many steps the earliest events settle, null when they do not. */
function settledDepth(funnel: FunnelShape): SQL {
  const count = funnel.steps.length
  const cases = [sql`when m1 is null then 0`]
  for (let index = 1; index < count; index++) {
    const [earlier, step] = [at('m', index - 1), at('m', index)]
    cases.push(sql`when ${step} is null or ${at('x', index)} < ${earlier} then ${sql.raw(String(index))}`)
    cases.push(sql`when ${step} <= ${earlier} or ${step} > m1 + ${conversionWindow(funnel)} then null`)
  }
  return sql`case ${sql.join(cases, sql` `)} else ${sql.raw(String(count))} end`
}

/** Walks the tangled visits: `b_i` is the latest beginning from which step i was reached before this event. */
function walk(funnel: FunnelShape, window: Window): SQL {
  const begins = sql`case when s1 and at < ${moments(window.to)} then at end as e1`
  // Events of one instant count in the order of the funnel, and never twice.
  const order = sql`case ${sql.join(
    funnel.steps.map((_, index) => sql`when ${stepColumn(index)} then ${sql.raw(String(index))}`),
    sql` `,
  )} end`
  let walked = sql`select *, ${begins}, ${order} as tie from marked join tangled using (visit_id)`
  for (let index = 1; index < funnel.steps.length; index++) {
    const before = sql`select *, max(${at('e', index - 1)}) over (partition by visit_id order by at, tie
      rows between unbounded preceding and 1 preceding) as ${at('b', index)} from (${walked}) walked`
    const reached = sql`case when ${stepColumn(index)} and at <= ${at('b', index)} + ${conversionWindow(funnel)} then ${at('b', index)} end`
    walked = sql`select *, ${reached} as ${at('e', index)} from (${before}) walked`
  }
  return walked
}

/** For each visit the moments `r1 … rn` at which it had reached each step, null where it did not. */
function reachedMoments(funnel: FunnelShape, window: Window, breakdown: Breakdown | undefined): SQL {
  const indexes = funnel.steps.map((_, index) => index)
  const segment = breakdown ? [sql`${segmentColumns[breakdown]} as segment`] : []
  const carry = breakdown ? [sql`segment`] : []
  const earliest = indexes.map(index => {
    const inWindow = index === 0 ? sql`s1 and at < ${moments(window.to)}` : stepColumn(index)
    return sql`min(at) filter (where ${inWindow}) as ${at('m', index)}`
  })
  const latest = indexes.slice(1).map(index => sql`max(at) filter (where ${stepColumn(index)}) as ${at('x', index)}`)
  const kept = indexes.map(index => at('m', index))
  const settled = indexes.map(
    index => sql`case when depth > ${sql.raw(String(index))} then ${at('m', index)} end as ${at('r', index)}`,
  )
  const walked = indexes.map(index => sql`min(at) filter (where ${at('e', index)} is not null) as ${at('r', index)}`)
  const segmentOfVisit = breakdown ? [sql`min(segment) filter (where s1) as segment`] : []
  return sql`with marked as not materialized (${stepEvents(funnel, window, segment)}),
    firsts as (select ${list([sql`visit_id`, ...segmentOfVisit, ...earliest, ...latest])} from marked group by visit_id),
    settled as (select ${list([sql`visit_id`, ...carry, ...kept])}, ${settledDepth(funnel)} as depth from firsts),
    tangled as (select visit_id from settled where depth is null),
    reached as (
      select ${list([...carry, ...settled])} from settled where depth > 0
      union all
      select ${list([...(breakdown ? [sql`min(segment) filter (where s1)`] : []), ...walked])} from (${walk(funnel, window)}) walked group by visit_id
    )`
}

/** `v1 … vn` visits and `t2 … tn` median seconds since the step before. */
function figures(funnel: FunnelShape): SQL {
  return list(
    funnel.steps.flatMap((_, index) => {
      const visits = sql`count(${at('r', index)})::int as ${at('v', index)}`
      if (index === 0) return [visits]
      const seconds = sql`date_part('epoch', ${at('r', index)} - ${at('r', index - 1)})`
      return [visits, sql`percentile_cont(0.5) within group (order by ${seconds}) as ${at('t', index)}`]
    }),
  )
}

type Figures = Record<string, number | string | null>

function toSteps(funnel: FunnelShape, row: Figures): FunnelStepReport[] {
  const visitsAt = (index: number) => Number(row[`v${index + 1}`] ?? 0)
  const share = (part: number, whole: number) => (whole === 0 ? null : round2((part / whole) * 100))
  return funnel.steps.map(({ name }, index) => {
    const visits = visitsAt(index)
    const before = index === 0 ? visits : visitsAt(index - 1)
    const median = row[`t${index + 1}`]
    return {
      name,
      visits,
      conversionFromFirst: share(visits, visitsAt(0)),
      conversionFromPrevious: share(visits, before),
      dropOff: before - visits,
      medianSeconds: median === null || median === undefined ? null : Math.round(Number(median) * 10) / 10,
    }
  })
}

/** Counts the visits that began in the window and how far each came; by segment as well when asked. */
export async function reportFunnel(
  db: Db,
  funnel: FunnelShape,
  window: Window,
  breakdown?: Breakdown,
): Promise<FunnelReport> {
  const [total] = await analyse<Figures>(
    db,
    sql`${reachedMoments(funnel, window, undefined)} select ${figures(funnel)} from reached`,
  )
  const steps = toSteps(funnel, total ?? {})
  if (!breakdown) return { steps, breakdown: null }
  const rows = await analyse<Figures & { segment: string }>(
    db,
    sql`${reachedMoments(funnel, window, breakdown)}
      select coalesce(segment, 'unknown') as segment, ${figures(funnel)} from reached
      group by 1 order by count(r1) desc, 1 limit 12`,
  )
  return { steps, breakdown: rows.map(row => ({ value: row.segment, steps: toSteps(funnel, row) })) }
}
