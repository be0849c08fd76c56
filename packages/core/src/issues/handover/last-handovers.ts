import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import type { IntegrationDto } from './integrations-list.ts'

export interface LastHandover {
  name: IntegrationDto['name']
  /** When something last went through, to the last change of it. */
  lastAt: string | null
  /** What waits for its turn or another try. */
  waiting: number
  /** What was given up or said no to. */
  failed: number
}

/** How handing over goes here: tickets, pull requests and messages of the workspace's issues. */
export async function lastHandovers({ db }: Deps, { workspaceId }: Scope): Promise<LastHandover[]> {
  const rows = await rowsOf<Omit<LastHandover, 'lastAt'> & { last: number | null }>(
    db,
    sql`select name, (extract(epoch from max(updated_at) filter (where went_well)) * 1000)::float8 as last,
        count(due_at)::int as waiting, count(*) filter (where gave_up)::int as failed from (
      select case kind when 'github_pr' then 'github' else kind end as name, updated_at, due_at,
          status = 'made' and last_error is null as went_well, status = 'failed' as gave_up
        from issue_links where workspace_id = ${workspaceId}
      union all select channel, updated_at, due_at, told is not null and last_error is null,
          due_at is null and last_error is not null
        from issue_notices where workspace_id = ${workspaceId}) handed group by name`,
  )
  return rows.map(({ last, ...row }) => ({ ...row, lastAt: last === null ? null : new Date(last).toISOString() }))
}
