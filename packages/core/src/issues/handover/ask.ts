import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, JobQueue } from '../../kernel/index.ts'
import { channelsOf } from './channels.ts'

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
export type Telling = Pick<Deps, 'jobs' | 'clock' | 'integrations'>

/**
 * Says that an issue changed, in the transaction that changes it: its ticket and messages follow. What waits for its next
 * try goes on waiting; a turn that runs is followed by another. The transaction holds the issue.
 * @param change an insert that is part of the change: one statement writes all.
 */
export async function askOutside(tx: Db, telling: Telling, issueId: string, change: SQL): Promise<void> {
  const { jobs, clock, integrations } = telling
  const now = clock.now().toISOString()
  const due = sql`set asked = asked + 1, due_at = case when tries = 0 then ${now}::timestamptz else due_at end`
  // What could not be made is for somebody to ask for again.
  const rows = await rowsOf(
    tx,
    sql`with change as (${change}),
      links as (update issue_links ${due} where issue_id = ${issueId} and status <> 'failed' returning id),
      notices as (update issue_notices ${due} where issue_id = ${issueId} returning id)
      select from links union all select from notices`,
  )
  // Without links, and channels that notices could be for, the job would find nothing to do.
  if (rows.length > 0 || channelsOf(integrations).length > 0) await jobs.enqueue(tx, handoverQueue, { issueId })
}
