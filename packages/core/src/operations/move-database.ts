import { type CopiedTable, copyDatabase, type Database, type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AnyJob, Jobs } from '../kernel/index.ts'

export interface Moved {
  tables: CopiedTable[]
  /** Jobs that waited and wait there now. */
  jobs: number
}

interface WaitingJob {
  name: string
  data: object | null
  after: string
  key: string | null
}

/**
 * Has the other database do what waits here: some of it stands nowhere but in its job, such as a password's reset. What was
 * being done when the process ended is done again. What a clock or a start asked for is left to those there.
 */
async function carryJobs(from: Db, to: Db, jobs: readonly AnyJob[], queue: Jobs): Promise<number> {
  const [queues] = await rowsOf<{ there: boolean }>(from, sql`select to_regclass('pgboss.job') is not null as there`)
  if (!queues?.there) return 0
  const waiting = await rowsOf<WaitingJob>(
    from,
    sql`select name, data, start_after::text as after, singleton_key as key from pgboss.job
      where state in ('created', 'retry', 'active') order by created_on, id`,
  )
  const known = new Map(jobs.map(job => [job.name, Boolean(job.cron || job.atStart)]))
  const isAsked = ({ name, data }: WaitingJob) => known.get(name) === false || Object.keys(data ?? {}).length > 0
  const carried = waiting.filter(job => known.has(job.name) && isAsked(job))
  for (const { name, data, after, key } of carried) {
    const options = { startAfter: new Date(after), ...(key && { once: key }) }
    await queue.enqueue(to, { name, input: z.looseObject({}) }, data ?? {}, options)
  }
  return carried.length
}

/**
 * Moves everything from one database into another that has no workspace yet, in one transaction there. Nothing else may use
 * the first; it stays as it is.
 * @param target migrated; `vectors` is what `migrate` said of it, and `queue` its job queues.
 * @throws UnfitDatabase when the target is not empty.
 */
export async function moveDatabase(
  source: Database,
  target: { database: Database; vectors: boolean; queue: Jobs },
  jobs: readonly AnyJob[],
): Promise<Moved> {
  const { database, vectors, queue } = target
  const moved = await source.db.transaction(
    from =>
      database.db.transaction(async to => {
        const tables = await copyDatabase(from, to, { vectors })
        return { tables, jobs: await carryJobs(from, to, jobs, queue) }
      }),
    { accessMode: 'read only' },
  )
  // Nobody has counted what has just come in, and the first reports would be slow.
  await database.script('vacuum (analyze)')
  return moved
}
