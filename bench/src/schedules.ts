import { silentLog } from '@quarterdeck/core/kernel'
import { noteDue } from '@quarterdeck/core/reports'
import { type Database, type Engine, migrate, openDatabase } from '@quarterdeck/db'
import { startPostgres } from '@quarterdeck/scripts/throwaway-postgres'
import { type Metric, median, type Result } from './report.ts'

const people = Number(process.env.BENCH_PEOPLE ?? 100_000)
const rounds = 3
const midnight = new Date('2026-11-23T00:00:00Z')

/** Staff of a hundred workspaces whose midnight comes in one minute, in zones that share it. */
export async function fill(database: Database): Promise<void> {
  await database.run(
    `insert into workspaces (id, name, slug) select gen_random_uuid(), 'bench ' || n, 'bench-' || n from generate_series(1, 100) n`,
  )
  await database.run(
    `with made as (
        insert into people (id, email, name)
        select gen_random_uuid(), 'reader-' || n || '@example.com', 'Reader ' || n from generate_series(1, $1::int) n
        returning id, email),
      placed as (
        select made.id, w.id as workspace_id, n from (select id, row_number() over () as n from made) made
          join (select id, row_number() over () as m from workspaces) w on w.m = 1 + made.n % 100),
      joined as (
        insert into members (workspace_id, person_id, role) select workspace_id, id, 'agent' from placed)
      insert into report_schedules
        (workspace_id, person_id, time_zone, daily, weekly, week_start, by_email, next_daily_at)
      select workspace_id, id, (array['UTC', 'Africa/Abidjan', 'Europe/London', 'Atlantic/Reykjavik'])[1 + n % 4],
        true, false, 'monday', false, $2 from placed`,
    [people, midnight.toISOString()],
  )
  await database.script('analyze')
}

async function measure(database: Database): Promise<{ noted: number; again: number; times: number[]; idle: number[] }> {
  const times: number[] = []
  const idle: number[] = []
  let noted = 0
  let again = 0
  const deps = { db: database.db, clock: { now: () => midnight }, log: silentLog }
  for (let round = 0; round < rounds; round++) {
    await database.run('delete from report_runs')
    await database.run('update report_schedules set next_daily_at = $1', [midnight.toISOString()])
    await database.script('vacuum (analyze)')
    let started = performance.now()
    noted = await noteDue(deps, 'daily')
    times.push(performance.now() - started)
    started = performance.now()
    again += await noteDue(deps, 'daily')
    idle.push(performance.now() - started)
  }
  return { noted, again, times, idle }
}

/** 100,000 people whose reports are due in one minute. */
export async function benchSchedules(engine: Engine): Promise<Result> {
  const server = await startPostgres()
  try {
    const database = await openDatabase({ url: server.url, dataDir: '' })
    await migrate(database)
    await fill(database)
    const { noted, again, times, idle } = await measure(database)
    await database.close()
    const metrics: Metric[] = [
      { name: 'due_people', label: 'runs of one minute', value: noted, unit: '', asked: { atLeast: people } },
      { name: 'due_twice', label: 'of them noted again', value: again, unit: '', asked: { atMost: 0 } },
      { name: 'due_ms', label: 'to enqueue them, median', value: median(times), unit: 'ms', asked: { atMost: 5_000 } },
      { name: 'due_max_ms', label: 'to enqueue them, at most', value: Math.max(...times), unit: 'ms' },
      { name: 'idle_ms', label: 'a minute in which nothing is due', value: median(idle), unit: 'ms' },
    ]
    const notes = [`${people} people of 100 workspaces in four zones that share a midnight; ${rounds} rounds.`]
    return { bench: 'schedules', engine, notes, metrics }
  } finally {
    await server.stop()
  }
}
