import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../kernel/index.ts'

/** Members use the same address here and in their commits: they are the same. Whom somebody linked by hand is left alone. */
async function linkWhere(tx: Db, condition: SQL): Promise<number> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`update git_actors a set person_id = p.id, updated_at = now()
      from people p join members m on m.person_id = p.id
      where ${condition} and a.person_id is null and a.link_decided_at is null and a.email is not null
        and a.kind <> 'bot' and lower(p.email) = a.email and p.email_verified_at is not null
        and m.workspace_id = a.workspace_id
      returning a.id`,
  )
  return rows.length
}

/** Links those of these actors whose address is a member's, who has shown that it is theirs. */
export const linkByEmail = (tx: Db, { workspaceId }: Scope, ids: readonly string[]): Promise<number> =>
  linkWhere(tx, sql`a.workspace_id = ${workspaceId} and a.id in ${ids}`)

/** The same of everybody: for members who came, or verified their address, after their commits. */
export const linkAllByEmail = (tx: Db): Promise<number> => linkWhere(tx, sql`true`)
