import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import { handoverDueQueue } from './ask.ts'

/** Asks for what is due: another try, a look at a ticket, or the turn of a process that died. */
export async function run(deps: Deps): Promise<void> {
  const now = deps.clock.now().toISOString()
  const due = await rowsOf<{ id: string }>(
    deps.db,
    sql`select issue_id as id from (
        select issue_id, due_at from issue_links where due_at <= ${now}::timestamptz
        union all select issue_id, due_at from issue_notices where due_at <= ${now}::timestamptz
      ) waiting group by issue_id order by min(due_at) limit 500`,
  )
  for (const { id } of due) await deps.jobs.enqueue(deps.db, handoverDueQueue, { issueId: id }, { once: id })
}
