import { workflows } from '@quarterdeck/db'
import { and, asc, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { later } from './window.ts'
import { leaseLength } from './workflow-lease.ts'

/** A workflow that nobody began for this long has lost its job, in milliseconds. */
const lost = 30_000

/** Each gets a job for when its run would have said a word; that job does nothing if it did. */
export async function run({ db, jobs, clock }: Deps): Promise<void> {
  const now = clock.now()
  const due = sql<string>`coalesce(${workflows.leaseUntil}, ${workflows.createdAt} + interval '30 seconds')`
  const rows = await db
    .select({
      name: workflows.name,
      input: workflows.input,
      status: workflows.status,
      leaseUntil: workflows.leaseUntil,
    })
    .from(workflows)
    .where(
      and(
        inArray(workflows.status, ['pending', 'running']),
        sql`${due} < ${later(now, leaseLength + lost).toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(due))
    .limit(500)
  for (const { name, input, leaseUntil } of rows) {
    const waits = leaseUntil && leaseUntil > now && { startAfter: later(leaseUntil, 500) }
    await jobs.enqueue(db, { name, input: z.looseObject({}) }, input, { ...waits })
  }
}
