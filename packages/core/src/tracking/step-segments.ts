import { type Db, events } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { moments, type Window } from '../kernel/index.ts'
import { type Breakdown, breakdowns } from './inputs.ts'
import { analyse, type FunnelShape, list, stepColumn } from './step-events.ts'
import { all, errorsOf, first, inTime, metInTime, type Reached, visitsBefore, wait } from './step-visits.ts'

/** Visits that came to a step, those that went on, and those that met an error. */
interface Arrived {
  visits: number
  completed: number
  failed: number
}

/** Visits of one segment in a window and in what is usual for it. */
export interface SegmentCount {
  by: Breakdown
  /** `unknown` where events do not say. */
  value: string
  current: Arrived
  usual: Arrived
}

/** Which visits are told apart, and how they are judged. */
export interface SegmentQuestion {
  /** From 0. */
  step: number
  reached: Reached
  current: Window
  baseline: Window
  /** How many minutes the hours of earlier days reach past those of `current` on each side; null: all of `baseline`. */
  pad: number | null
  /** Nothing later is known. */
  now: Date
  /** Waits for a visit as long as the funnel allows, instead of as long as most need. */
  patient?: boolean
}

const dayMinutes = 1_440
const minute = 60_000

/** One step by device, country and app version: a window beside what is usual for it. The twelve largest of each. */
export async function segmentSteps(db: Db, funnel: FunnelShape, asked: SegmentQuestion): Promise<SegmentCount[]> {
  const { step, reached, current, baseline, pad, now, patient = false } = asked
  const columns = { device: events.device, country: events.country, appVersion: events.appVersion }
  const names = { device: 'device', country: 'country', appVersion: 'app_version' }
  const extra = breakdowns.map(by => sql`${columns[by]}`)
  const kept = breakdowns.map(
    by => sql`min(${sql.raw(names[by])}) filter (where ${stepColumn(step)}) as ${sql.raw(names[by])}`,
  )
  const values = list(breakdowns.map(by => sql`(${by}::text, ${sql.raw(names[by])})`))
  const begin = Math.min(current.from.getTime(), baseline.from.getTime())
  const reading = { now, span: Math.ceil((now.getTime() - begin) / minute), patient }
  const to = reached === 'last' ? funnel.steps.length - 1 : step + 1
  const within = ({ from, to }: Window) => sql`at >= ${moments(from)} and at < ${moments(to)}`
  const window = (current.to.getTime() - current.from.getTime()) / minute
  const isUsual =
    pad === null
      ? within(baseline)
      : sql`${within(baseline)} and mod((date_part('epoch', ${moments(current.to)} - at) / 60 + ${pad})::numeric, ${dayMinutes}) <= ${window + 2 * pad}`
  const counts = (side: string, condition: ReturnType<typeof sql>) =>
    sql`(count(*) filter (where ${condition}))::int as ${sql.raw(`${side}v`)},
      (count(*) filter (where ${condition} and completed))::int as ${sql.raw(`${side}c`)},
      (count(*) filter (where ${condition} and failed))::int as ${sql.raw(`${side}f`)}`
  const rows = await analyse<
    Record<'cv' | 'cc' | 'cf' | 'uv' | 'uc' | 'uf', number> & { dimension: Breakdown; value: string }
  >(
    db,
    sql`with ${visitsBefore(funnel, reading, extra, kept)}, ${errorsOf(funnel, reading)},
      arrived as (
        select ${list(breakdowns.map(by => sql.raw(names[by])))}, ${first(step)} as at, ${first(to)} as target,
          ${to === 0 ? sql`array[a1]` : all(to)} as targets, ${wait(step, reached)} as patience, first_met, met
        from visits cross join waits left join errors using (visit_key)),
      judged as (
        select *, ${inTime(sql`target`, sql`targets`)} as completed, ${metInTime} as failed
        from arrived where (${within(current)}) or (${within(baseline)})),
      counted as (
        select segments.dimension, coalesce(segments.value, 'unknown') as value,
          ${counts('c', within(current))}, ${counts('u', isUsual)}
        from judged cross join lateral (values ${values}) as segments(dimension, value) group by 1, 2),
      ranked as (
        select *, row_number() over (partition by dimension order by cv desc, uv desc, value) as place
        from counted where cv > 0 or uv > 0)
      select dimension, value, cv, cc, cf, uv, uc, uf from ranked where place <= 12 order by dimension, place`,
  )
  return rows.map(({ dimension, value, cv, cc, cf, uv, uc, uf }) => ({
    by: dimension,
    value,
    current: { visits: cv, completed: cc, failed: cf },
    usual: { visits: uv, completed: uc, failed: uf },
  }))
}
