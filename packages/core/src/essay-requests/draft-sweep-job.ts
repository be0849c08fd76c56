import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Deps } from '../kernel/index.ts'

/** Drafts of a request that are kept whatever they are; of older ones the last of each day of the workspace's zone. */
const newest = 50

/**
 * Drafts that may go, of a request or of all: never the one that is the edited text, nor one that came too late and was
 * kept beside, nor what the author of such a one had seen.
 */
const spare = (condition: SQL): SQL =>
  sql`select d.id, d.request_id from (
      select id, request_id, version, state, day, newest_place,
        row_number() over (partition by request_id, day, newest_place > ${newest}, state order by version desc) as day_place
      from (select d.id, d.request_id, d.version, d.state, (d.at at time zone w.time_zone)::date as day,
          row_number() over (partition by d.request_id order by d.version desc) as newest_place
        from essay_drafts d join workspaces w on w.id = d.workspace_id where ${condition}) d) d
    join essay_requests r on r.id = d.request_id
    where d.newest_place > ${newest} and d.day_place > 1 and d.state = 'saved' and d.version <> r.version
      and not exists (select from essay_drafts c
        where c.request_id = d.request_id and c.state = 'conflict' and c.base_version = d.version)`

/** A request at a time, which is held meanwhile as by whoever saves. */
export async function run({ db }: Pick<Deps, 'db'>): Promise<void> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select distinct request_id as id from (${spare(sql`d.request_id in
      (select request_id from essay_drafts group by request_id having count(*) > ${newest})`)}) s`,
  )
  for (const { id } of rows)
    await db.transaction(async tx => {
      await tx.execute(sql`select from essay_requests where id = ${id} for update`)
      await tx.execute(
        sql`delete from essay_drafts where id in (select id from (${spare(sql`d.request_id = ${id}`)}) s)`,
      )
    })
}
