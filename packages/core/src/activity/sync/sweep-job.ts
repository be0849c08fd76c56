import { installations, rowsOf, syncBatches } from '@quarterdeck/db'
import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { type Deps, moments } from '../../kernel/index.ts'
import { beginSync } from './begin.ts'
import { maxRecoveries } from './policy.ts'
import { syncQueue } from './queue.ts'

/** Asks for batches that are due, also those of a process that died; and begins failed ones anew, a few times. */
export async function run(deps: Deps): Promise<void> {
  const { db, clock, jobs } = deps
  const isDue = and(eq(syncBatches.status, 'running'), lte(syncBatches.dueAt, clock.now()))
  const due = await db
    .select({ id: syncBatches.id })
    .from(syncBatches)
    .where(isDue)
    .orderBy(asc(syncBatches.dueAt))
    .limit(200)
  for (const { id } of due) await jobs.enqueue(db, syncQueue, { batchId: id }, { once: id })
  // A quarter of an hour after the first failure, then half an hour, then an hour.
  const failed = await rowsOf<{ id: string; workspaceId: string }>(
    db,
    sql`select i.id, i.workspace_id as "workspaceId" from ${installations} i
      cross join lateral (select b.status, b.completed_at from sync_batches b where b.installation_id = i.id
        order by b.created_at desc, b.id desc limit 1) last
      where i.status = 'active' and i.origin = 'product' and i.recovery_attempts between 1 and ${maxRecoveries}
        and last.status = 'failed'
        and last.completed_at + interval '15 minutes' * power(2, i.recovery_attempts - 1) <= ${moments(clock.now())}`,
  )
  for (const each of failed) await beginSync(deps, each, 'recovery')
}
