import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type Deps, moments } from '../../kernel/index.ts'
import type { WeekStart } from '../span.ts'
import { type Almanac, duesUntil, type Pending, type ScheduledKind } from './calendar.ts'

/** Schedules that share a calendar and a midnight: there are few, however many people have them. */
interface Group extends Record<string, unknown> {
  time_zone: string
  week_start: WeekStart
  /** In milliseconds since 1970. */
  at: string
  /** Where the next report begins on another day than the calendar's. */
  first: string | null
}

const nextColumn = (kind: ScheduledKind): SQL => sql.raw(kind === 'daily' ? 'next_daily_at' : 'next_weekly_at')
const firstColumn = (kind: ScheduledKind): SQL => sql.raw(kind === 'daily' ? 'null::date' : 'weekly_from')

/**
 * Notes every report of a kind that has become due, and moves the schedules on. One statement does both for all people of
 * a group: what a crash interrupts is done by the next round, and what two rounds see at once is noted once.
 * @returns how many were noted.
 */
export async function noteDue(
  { db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>,
  kind: ScheduledKind,
): Promise<number> {
  const now = clock.now()
  const next = nextColumn(kind)
  const groups = await rowsOf<Group>(
    db,
    sql`select time_zone, week_start, (extract(epoch from ${next}) * 1000)::bigint::text as at,
        ${firstColumn(kind)}::text as first
      from report_schedules where ${next} <= ${moments(now)} group by time_zone, week_start, ${next}, 4 order by ${next}`,
  )
  let noted = 0
  for (const { time_zone: timeZone, week_start: weekStart, at, first } of groups) {
    const almanac: Almanac = { timeZone, weekStart }
    // A zone that this server does not know must not hold up the others.
    try {
      noted += await noteGroup(db, kind, almanac, { pending: { at: new Date(Number(at)), first }, now, log })
    } catch (error) {
      log.error(
        { err: error, kind, ...almanac },
        'Reports that are due could not be noted; the next minute tries again',
      )
    }
  }
  return noted
}

/** Only whoever is still of the staff has reports; the schedules of others move on without them. */
async function noteGroup(
  db: Db,
  kind: ScheduledKind,
  almanac: Almanac,
  { pending, now, log }: { pending: Pending; now: Date; log: Deps['log'] },
): Promise<number> {
  const { dues, missed, nextAt } = duesUntil(kind, pending, now, almanac)
  if (missed > 0) log.warn({ kind, ...almanac, missed }, 'Reports were due too long ago to be made')
  const next = nextColumn(kind)
  const { timeZone, weekStart } = almanac
  const told = sql.join(
    dues.map(({ localDate, from, to }) => sql`(${localDate}::date, ${moments(from)}, ${moments(to)})`),
    sql`, `,
  )
  const rows = await rowsOf<{ noted: number }>(
    db,
    sql`with moved as (
      update report_schedules set ${next} = ${moments(nextAt)}${kind === 'weekly' ? sql`, weekly_from = null` : sql``}
      where ${next} = ${moments(pending.at)} and ${firstColumn(kind)} is not distinct from ${pending.first}::date
        and time_zone = ${timeZone} and week_start = ${weekStart}
      returning workspace_id, person_id),
    noted as (
      insert into report_runs
        (id, workspace_id, person_id, kind, local_date, time_zone, period_start, due_at, status, created_at)
      select gen_random_uuid(), moved.workspace_id, moved.person_id, ${kind}::text, due.local_date, ${timeZone}::text,
        due.begins, due.ends, 'queued', ${moments(now)}
      from moved
        join members on members.workspace_id = moved.workspace_id and members.person_id = moved.person_id
          and members.role <> 'member'
        cross join (values ${told}) as due (local_date, begins, ends)
      on conflict do nothing
      returning 1)
    select count(*)::int as noted from noted`,
  )
  return rows[0]?.noted ?? 0
}
