import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, JobQueue } from '../../kernel/index.ts'

/** Does what is due of one issue; see `handover-job.ts`. */
export const handoverQueue: JobQueue<{ issueId: string }> = {
  name: 'issue-handover',
  input: z.strictObject({ issueId: z.guid() }),
}

/**
 * The same for what waits for another try. Of these one waits an issue: while a provider is down, the sweep would add to them
 * faster than they can be done, and what is new would wait behind them.
 */
export const handoverDueQueue: JobQueue<{ issueId: string }> = { ...handoverQueue, name: 'issue-handover-due' }

/** What telling the outside needs, beside a transaction. */
export type Telling = Pick<Deps, 'jobs' | 'clock'>

/**
 * Says that an issue changed, in the transaction that changes it: its ticket and messages follow. What waits for its next
 * try goes on waiting; a turn that runs is followed by another.
 */
export async function askOutside(tx: Db, { jobs, clock }: Telling, issueId: string): Promise<void> {
  const now = clock.now().toISOString()
  const change = sql`set asked = asked + 1, due_at = case when tries = 0 then ${now}::timestamptz else due_at end`
  // What could not be made is for somebody to ask for again.
  await rowsOf(tx, sql`update issue_links ${change} where issue_id = ${issueId} and status <> 'failed' returning id`)
  await rowsOf(tx, sql`update issue_notices ${change} where issue_id = ${issueId} returning id`)
  await jobs.enqueue(tx, handoverQueue, { issueId })
}
