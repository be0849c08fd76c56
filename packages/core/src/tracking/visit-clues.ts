import type { Db } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { days, earlier, moments, type Window } from '../kernel/index.ts'
import { analyse, conversionWindow, type FunnelShape, list } from './step-events.ts'
import { outcomesAt } from './step-metrics.ts'

const proportion = z.object({ visits: z.number(), completed: z.number() })
/** Failed visits now and usually that something is true of. */
const counted = { now: z.number(), usual: z.number() }
const clues = z.object({
  totals: z.object({ now: proportion, usual: proportion }),
  errors: z.array(z.object({ type: z.string(), message: z.string().nullable(), ...counted })),
  ends: z.array(z.object({ name: z.string(), ...counted })),
  repeats: z.array(z.object({ name: z.string(), times: z.number(), ...counted })),
  segments: z.array(
    z.object({
      dimension: z.enum(['device', 'country', 'appVersion']),
      value: z.string(),
      now: proportion,
      usual: proportion,
    }),
  ),
  releases: z.array(z.object({ version: z.string(), firstSeen: z.number(), visits: z.number() })),
})

/** What the events of two windows say about visits that came to a step: what failed ones have in common, and where. */
export type Clues = z.infer<typeof clues>

export interface ClueWindows {
  current: Window
  baseline: Window
}

/** Segments with fewer visits now are left out: their rates say nothing. */
const fewestVisits = 10
/** Of a window with more visits, this many are looked at: chosen by their keys, which are hashes, so always the same. */
const mostVisits = 10_000
/** A release is near the beginning of a drop when it appears at most this long before the current window. */
const releaseSpan = days(1)

/** What names people, and numbers that make each message another, give way to what they are. */
const masked = (text: SQL): SQL => sql`regexp_replace(regexp_replace(regexp_replace(left(${text}, 300),
  '[^[:space:]@<>",;]+@[^[:space:]@<>",;]+', '‹address›', 'g'),
  '[0-9a-fA-F]{8}-[0-9a-fA-F-]{13,27}', '‹id›', 'g'),
  '[0-9][0-9 ()-]{3,}[0-9]', '‹number›', 'g')`

/** Does an event report an error? */
const isError = sql`(e.error_type is not null or e.error_message is not null or e.name = 'error')`

/** What makes a visit a failed one: that it did not finish, or that it met an error, finished or not. */
export type Judgement = 'unfinished' | 'error'

/** `o`: the visits of both windows. `e`: what each did from its coming to the step on. `v`: one row a visit. */
function visitsAndEvents(
  funnel: FunnelShape,
  { current, baseline }: ClueWindows,
  step: number,
  failed: Judgement,
): SQL {
  const done = failed === 'error' ? sql`not bool_or(${isError}) over (partition by o.side, o.visit_key)` : sql`o.done`
  return sql`o as materialized (
      (select 'now' as side, * from (${outcomesAt(funnel, current, step)}) here order by visit_key limit ${mostVisits})
      union all
      (select 'usual' as side, * from (${outcomesAt(funnel, baseline, step)}) there order by visit_key limit ${mostVisits})
    ),
    e as materialized (
      select o.side, o.visit_key, ${done} as done, e.name, e.occurred_at, e.id, e.device, e.country, e.app_version,
        case when ${isError} then left(coalesce(e.error_type, e.name), 120) end as error,
        case when ${isError} then ${masked(sql`e.error_message`)} end as message
      from o join events e on e.workspace_id = ${funnel.workspaceId} and e.visit_key = o.visit_key
        and e.occurred_at >= o.arrived and e.occurred_at <= o.arrived + ${conversionWindow(funnel)}
    ),
    v as materialized (
      select side, visit_key, bool_or(done) as done, min(device) as device, min(country) as country,
        min(app_version) as app_version, (array_agg(name order by occurred_at desc, id desc))[1] as last
      from e group by side, visit_key
    )`
}

const onSide = (side: 'now' | 'usual', what: SQL = sql`count(*)`): SQL =>
  sql`(${what} filter (where side = ${side}))::int`
const completedOn = (side: 'now' | 'usual'): SQL => sql`(count(*) filter (where side = ${side} and done))::int`
const both = (what?: SQL): SQL => sql`${onSide('now', what)} as now, ${onSide('usual', what)} as usual`
const proportions = list(
  (['now', 'usual'] as const).map(
    side => sql`json_build_object('visits', ${onSide(side)}, 'completed', ${completedOn(side)}) as ${sql.raw(side)}`,
  ),
)
const rows = (query: SQL): SQL => sql`(select coalesce(json_agg(found), '[]') from (${query}) found)`

/**
 * Reads both windows once; of each at most 10,000 visits, which bounds the time and leaves intervals narrow.
 * @param step index of the funnel's step, from 0.
 */
export async function cluesAt(
  db: Db,
  funnel: FunnelShape,
  windows: ClueWindows,
  step: number,
  failed: Judgement = 'unfinished',
): Promise<Clues> {
  const visits = sql`count(distinct visit_key)`
  const parts = {
    totals: sql`(select json_build_object('now', json_build_object('visits', ${onSide('now')}, 'completed', ${completedOn('now')}),
      'usual', json_build_object('visits', ${onSide('usual')}, 'completed', ${completedOn('usual')})) from v)`,
    errors: rows(sql`select error as type, message, ${both(visits)} from e where error is not null and not done
      group by 1, 2 having ${onSide('now', visits)} > 0 order by 3 desc, 4, 1, 2 limit 8`),
    ends: rows(sql`select last as name, ${both()} from v where not done
      group by 1 having ${onSide('now')} > 0 order by 2 desc, 3, 1 limit 5`),
    repeats: rows(sql`select name, round(avg(times) filter (where side = 'now'), 1)::float8 as times, ${both()} from (
        select side, visit_key, name, count(*) as times from e where not done group by 1, 2, 3 having count(*) > 1
      ) repeated group by 1 having ${onSide('now')} > 0 order by 3 desc, 4, 1 limit 5`),
    segments: rows(sql`select case when grouping(device) = 0 then 'device' when grouping(country) = 0 then 'country'
        else 'appVersion' end as dimension, coalesce(device, country, app_version) as value, ${proportions}
      from v group by grouping sets ((device), (country), (app_version))
      having coalesce(device, country, app_version) is not null and ${onSide('now')} >= ${fewestVisits}
      order by ${onSide('now')} desc, 1, 2 limit 40`),
    releases:
      rows(sql`select app_version as version, (extract(epoch from min(occurred_at)) * 1000)::float8 as "firstSeen",
        ${onSide('now', visits)} as visits
      from e where app_version is not null group by 1
      having min(occurred_at) >= ${moments(earlier(windows.current.from, releaseSpan))} and ${onSide('now', visits)} > 0
      order by 2 limit 5`),
  }
  const columns = list(Object.entries(parts).map(([name, part]) => sql`${sql.raw(`'${name}'`)}, ${part}`))
  const [row] = await analyse<{ found: string }>(
    db,
    sql`with ${visitsAndEvents(funnel, windows, step, failed)} select json_build_object(${columns})::text as found`,
  )
  return clues.parse(JSON.parse(row?.found ?? 'null'))
}

/** A visit that came to a step and failed there. */
export interface FailedVisit {
  visitId: string
  /** When it came to the step. */
  at: string
  device: string | null
  country: string | null
  appVersion: string | null
  events: number
  /** The last error that it met. */
  error: string | null
  /** Names of its last events, oldest first, at most six. */
  trail: string[]
}

/** Failed visits of a window, those with an error first, then the latest; at most ten. */
export async function failedVisitsAt(
  db: Db,
  funnel: FunnelShape,
  window: Window,
  step: number,
  failed: Judgement = 'unfinished',
): Promise<FailedVisit[]> {
  const rows = await analyse<Omit<FailedVisit, 'at'> & { at: number }>(
    db,
    sql`with o as materialized (select * from (${outcomesAt(funnel, window, step)}) here ${failed === 'error' ? sql`` : sql`where not done`})
      select visit_id as "visitId", (extract(epoch from min(o.arrived)) * 1000)::float8 as at, min(device) as device,
        min(country) as country, min(app_version) as "appVersion", count(*)::int as events,
        (array_agg(left(coalesce(e.error_message, e.error_type, e.name), 200) order by e.occurred_at desc, e.id desc)
          filter (where ${isError}))[1] as error,
        (array_agg(e.name order by e.occurred_at desc, e.id desc))[1:6] as trail
      from o join events e using (visit_key) where e.workspace_id = ${funnel.workspaceId}
        and e.occurred_at >= o.arrived and e.occurred_at <= o.arrived + ${conversionWindow(funnel)}
      group by visit_id ${failed === 'error' ? sql`having bool_or(${isError})` : sql``}
      order by bool_or(${isError}) desc, min(o.arrived) desc, visit_id limit 10`,
  )
  return rows.map(row => ({ ...row, at: new Date(row.at).toISOString(), trail: row.trail.toReversed() }))
}
