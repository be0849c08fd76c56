import { type Db, events } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Window } from '../kernel/index.ts'
import { depth, firstMoments, mostLookups, walkedMoments } from './funnel-depth.ts'
import type { Breakdown } from './inputs.ts'
import type { FunnelReport, FunnelStepReport } from './model.ts'
import { analyseInHalves, type FunnelShape, list, numbered, stepEvents } from './step-events.ts'
import { round2 } from './two-proportions.ts'

// A visit reaches step i when it has events of steps 1 … i one after the other, the last of them within the conversion
// window of the first. Repeats do no harm: a later first step may begin a chain that an earlier one was too old for.
//
// `halves` reads the events once for each half of the visits, both at the same time where the server has a process to
// spare. What it keeps of nearly every visit is a count and the seconds between its steps; the few `tangled` ones, which
// their earliest events do not settle, are walked event by event.

const segmentColumns: Record<Breakdown, SQL> = {
  device: sql`${events.device}`,
  country: sql`${events.country}`,
  appVersion: sql`${events.appVersion}`,
}

/** A visit's key is a hash: this divides them evenly. */
const halfOfVisits = [sql`visit_key < 0`, sql`visit_key >= 0`]

const seconds = (later: SQL, earlier: SQL): SQL => sql`date_part('epoch', ${later} - ${earlier})`

/** One row a segment: `v1 … vn` visits, `d2 … dn` the seconds of each since the step before, `tangled` visits. */
function half(funnel: FunnelShape, window: Window, breakdown: Breakdown | undefined, condition: SQL): SQL {
  const segment = breakdown ? [sql`${segmentColumns[breakdown]} as segment`] : []
  const moments = firstMoments(window)
  const kept = funnel.steps.map((_, index) => sql`${moments.earliest(index)} as ${numbered('m', index)}`)
  const visits = sql`select ${list([
    sql`visit_key`,
    sql`${breakdown ? sql`min(segment) filter (where s1)` : sql`null::text`} as segment`,
    ...kept,
    sql`${depth(funnel, moments)} as depth`,
  ])} from (${stepEvents(funnel, window, segment, condition)}) marked group by visit_key`
  const figures = funnel.steps.flatMap((_, index) => {
    const reached = sql`filter (where depth > ${sql.raw(String(index))})`
    const count = sql`count(*) ${reached} as ${numbered('v', index)}`
    if (index === 0) return [count]
    const passed = seconds(numbered('m', index), numbered('m', index - 1))
    return [count, sql`array_agg(${passed}) ${reached} as ${numbered('d', index)}`]
  })
  return sql`select ${list([breakdown ? sql`segment` : sql`null::text as segment`, ...figures, sql`array_agg(visit_key) filter (where depth is null) as tangled`])}
    from (${visits}) visits ${breakdown ? sql`group by segment` : sql``}`
}

/**
 * The whole report, one row a segment: `v1 … vn` visits, `t2 … tn` median seconds since the step before. Its parts are
 * rows of the same columns: the counts of the halves, their seconds, and the visits that were walked.
 */
function reportOf(funnel: FunnelShape, window: Window, breakdown: Breakdown | undefined, most: number): SQL {
  const steps = funnel.steps.map((_, index) => index)
  const later = steps.slice(1)
  const halves = halfOfVisits.map(condition => sql`(${half(funnel, window, breakdown, condition)})`)
  const segment = breakdown ? segmentColumns[breakdown] : sql`null::text`
  const columns = (visits: (index: number) => SQL, passed: (index: number) => SQL) =>
    list([
      sql`segment`,
      ...steps.map(index => sql`${visits(index)} as ${numbered('v', index)}`),
      ...later.map(index => sql`${passed(index)} as ${numbered('t', index)}`),
    ])
  const figures = steps.flatMap(index => {
    const visits = sql`sum(${numbered('v', index)})::int as ${numbered('v', index)}`
    const median = sql`percentile_cont(0.5) within group (order by ${numbered('t', index)})`
    return index === 0 ? [visits] : [visits, sql`${median} as ${numbered('t', index)}`]
  })
  return sql`with halves as materialized (select * from (${sql.join(halves, sql` union all `)}) halves),
    walked as (${walkedMoments(funnel, window, segment, most)}),
    parts as (
      select ${columns(
        index => numbered('v', index),
        () => sql`null::float8`,
      )} from halves
      union all
      select ${columns(
        () => sql`null`,
        index => sql`unnest(${numbered('d', index)})`,
      )} from halves
      union all
      select ${columns(
        index => sql`(${numbered('r', index)} is not null)::int`,
        index => seconds(numbered('r', index), numbered('r', index - 1)),
      )} from walked
    )
    select ${list([...(breakdown ? [sql`coalesce(segment, 'unknown') as segment`] : []), ...figures])} from parts
    ${breakdown ? sql`group by 1 having sum(v1) > 0 order by sum(v1) desc, 1 limit 12` : sql``}`
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

/**
 * Counts the visits that began in the window and how far each came; by segment as well when asked.
 * @param most how many tangled visits may be looked up one by one; the answer is the same with any number.
 */
export async function reportFunnel(
  db: Db,
  funnel: FunnelShape,
  window: Window,
  breakdown?: Breakdown,
  most = mostLookups,
): Promise<FunnelReport> {
  const [total] = await analyseInHalves<Figures>(db, reportOf(funnel, window, undefined, most))
  const steps = toSteps(funnel, total ?? {})
  if (!breakdown) return { steps, breakdown: null }
  const rows = await analyseInHalves<Figures & { segment: string }>(db, reportOf(funnel, window, breakdown, most))
  return { steps, breakdown: rows.map(row => ({ value: row.segment, steps: toSteps(funnel, row) })) }
}
