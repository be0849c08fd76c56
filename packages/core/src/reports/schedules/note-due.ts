import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type Deps, moments } from '../../kernel/index.ts'
import type { WeekStart } from '../span.ts'
import { type Almanac, duesUntil, type ScheduledKind } from './calendar.ts'

/** Schedules that one transaction moves on: few enough that whoever changes theirs hardly waits. */
const atOnce = 20_000

/** Schedules that share a calendar and a midnight, of which there are few, however many people have them. */
interface Group extends Record<string, unknown> {
  time_zone: string
  week_start: WeekStart
  /** In milliseconds since 1970. */
  at: string
}

const nextColumn = (kind: ScheduledKind): SQL => sql.raw(kind === 'daily' ? 'next_daily_at' : 'next_weekly_at')

/** What a group is due; nothing for a zone that this server does not know: it must not hold up the others. */
function readGroup({ log }: Pick<Deps, 'log'>, kind: ScheduledKind, now: Date, { time_zone, week_start, at }: Group) {
  const almanac: Almanac = { timeZone: time_zone, weekStart: week_start }
  const first = new Date(Number(at))
  try {
    const { dues, missed, nextAt } = duesUntil(kind, first, now, almanac)
    if (missed > 0) log.warn({ kind, ...almanac, missed }, 'Reports were due too long ago to be made')
    return [{ ...{ time_zone, week_start, at: first, next_at: nextAt }, dues }]
  } catch (error) {
    log.error({ err: error, kind, ...almanac }, 'Nobody knows when reports are due in this zone')
    return []
  }
}

/**
 * Notes every report of a kind that has become due, and moves the schedules on. One statement does both for many people:
 * what a crash interrupts is done by the next round, and what two rounds see at once is noted once.
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
    sql`select time_zone, week_start, (extract(epoch from ${next}) * 1000)::bigint::text as at
      from report_schedules where ${next} <= ${moments(now)} group by time_zone, week_start, ${next}`,
  )
  const read = groups.flatMap(group => readGroup({ log }, kind, now, group))
  if (read.length === 0) return 0
  const moves = JSON.stringify(read.map(({ dues: _, ...move }) => move))
  const dues = JSON.stringify(
    read.flatMap(({ time_zone, week_start, at, dues }) =>
      dues.map(({ localDate, from, to }) => ({
        time_zone,
        week_start,
        at,
        local_date: localDate,
        from_at: from,
        to_at: to,
      })),
    ),
  )
  let noted = 0
  for (;;) {
    const [row] = await rowsOf<{ moved: number; noted: number }>(db, noteSome(kind, { moves, dues, now }))
    noted += row?.noted ?? 0
    if (!row || row.moved < atOnce) return noted
  }
}

/** Only whoever is still of the staff has reports; the schedules of others move on without them. */
const noteSome = (kind: ScheduledKind, { moves, dues, now }: { moves: string; dues: string; now: Date }): SQL => {
  const next = nextColumn(kind)
  return sql`with moves as materialized (
      select * from jsonb_to_recordset(${moves}::jsonb)
        as m (time_zone text, week_start text, at timestamptz, next_at timestamptz)),
    dues as materialized (
      select * from jsonb_to_recordset(${dues}::jsonb) as d
        (time_zone text, week_start text, at timestamptz, local_date date, from_at timestamptz, to_at timestamptz)),
    picked as materialized (
      select s.workspace_id, s.person_id, m.* from report_schedules s
        join moves m on m.at = s.${next} and m.time_zone = s.time_zone and m.week_start = s.week_start
      where s.${next} <= ${moments(now)} order by s.${next} limit ${atOnce} for update of s skip locked),
    moved as (
      update report_schedules s set ${next} = picked.next_at from picked
      where s.workspace_id = picked.workspace_id and s.person_id = picked.person_id
      returning s.workspace_id, s.person_id, picked.time_zone, picked.week_start, picked.at),
    noted as (
      insert into report_runs
        (id, workspace_id, person_id, kind, local_date, time_zone, period_start, due_at, status, created_at)
      select gen_random_uuid(), moved.workspace_id, moved.person_id, ${kind}::text, d.local_date, d.time_zone, d.from_at,
        d.to_at, 'queued', ${moments(now)}
      from moved
        join dues d on d.time_zone = moved.time_zone and d.week_start = moved.week_start and d.at = moved.at
        join members on members.workspace_id = moved.workspace_id and members.person_id = moved.person_id
        join people on people.id = moved.person_id
      where members.role <> 'member' and people.deactivated_at is null
      on conflict do nothing
      returning 1)
    select (select count(*) from moved)::int as moved, (select count(*) from noted)::int as noted`
}
