import { type Db, rowsOf } from '@quarterdeck/db'
import { CronExpressionParser } from 'cron-parser'
import { sql } from 'drizzle-orm'
import { hideSecrets } from './hide-secrets.ts'
import { days, earlier, moments } from './window.ts'

/** One kind of background work, as its queue stands. Jobs say of no workspace whose they are: these are the server's. */
export interface JobFigures {
  name: string
  /** Could be done now. */
  waiting: number
  /** Of those, since when the oldest could be. */
  oldestAt: string | null
  /** Asked for, for later: also what waits for another try. */
  later: number
  running: number
  /** Given up in the last day, after all its tries. */
  failed: number
  lastFailedAt: string | null
  /** What the last one that failed said, in a line; null where nobody may read it. */
  lastFailure: string | null
  /** Done jobs are kept a week. */
  lastDoneAt: string | null
  /** When it runs by itself, in UTC. */
  cron: string | null
  nextAt: string | null
}

interface Row {
  name: string
  waiting: number
  oldest: number | null
  later: number
  running: number
  failed: number
  failed_at: number | null
  done_at: number | null
  cron: string | null
  failure: { name?: unknown; message?: unknown; cause?: { message?: unknown } } | null
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** What an error said, without the values of a statement, and without keys of ours. */
function said(failure: Row['failure']): string | null {
  const of = [failure?.cause?.message, failure?.message].find(message => typeof message === 'string' && message)
  const [line = ''] = typeof of === 'string' ? of.split(/\r?\n/) : []
  const text = line.startsWith('Failed query') ? 'A statement of the database failed' : line
  return text ? String(hideSecrets(text)).slice(0, 300) : null
}

/**
 * Every kind of background work with its figures and its schedule, by name. Nothing of a payload.
 * @param withFailures whether errors are told: their texts may quote whatever was worked on, of any workspace.
 */
export async function listJobFigures(db: Db, now: Date, withFailures: boolean): Promise<JobFigures[]> {
  const [queues] = await rowsOf<{ there: boolean }>(db, sql`select to_regclass('pgboss.job') is not null as there`)
  if (!queues?.there) return []
  const at = moments(now)
  const [waits, isDue] = [sql`state in ('created', 'retry')`, sql`start_after <= ${at}`]
  const failure = withFailures
    ? sql`(select f.output from pgboss.job f where f.name = q.name and f.state = 'failed'
        order by f.completed_on desc limit 1)`
    : sql`null::jsonb`
  const rows = await rowsOf<Row>(
    db,
    sql`select q.name, s.cron, ${failure} as failure, coalesce(j.waiting, 0)::int as waiting, coalesce(j.later, 0)::int as later,
        coalesce(j.running, 0)::int as running, coalesce(j.failed, 0)::int as failed,
        (extract(epoch from j.oldest) * 1000)::float8 as oldest, (extract(epoch from j.failed_at) * 1000)::float8 as failed_at,
        (extract(epoch from j.done_at) * 1000)::float8 as done_at
      from pgboss.queue q
      left join (select name, min(cron) as cron from pgboss.schedule group by name) s on s.name = q.name
      left join (select name, count(*) filter (where ${waits} and ${isDue}) as waiting,
          count(*) filter (where ${waits} and not ${isDue}) as later, count(*) filter (where state = 'active') as running,
          count(*) filter (where state = 'failed' and completed_on > ${moments(earlier(now, days(1)))}) as failed,
          min(start_after) filter (where ${waits} and ${isDue}) as oldest,
          max(completed_on) filter (where state = 'failed') as failed_at,
          max(completed_on) filter (where state = 'completed') as done_at
        from pgboss.job group by name) j on j.name = q.name
      where q.name not like '\\_\\_%' order by q.name`,
  )
  return rows.map(({ name, waiting, later, running, failed, cron, ...row }) => ({
    ...{ name, waiting, later, running, failed, cron },
    oldestAt: time(row.oldest),
    lastFailedAt: time(row.failed_at),
    lastFailure: said(row.failure),
    lastDoneAt: time(row.done_at),
    nextAt: cron && CronExpressionParser.parse(cron, { tz: 'UTC', currentDate: now }).next().toDate().toISOString(),
  }))
}
