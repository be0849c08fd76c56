import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps } from '../kernel/index.ts'
import { foldUsage } from './usage/fold.ts'

export async function run({ db }: Deps): Promise<void> {
  const rows = await rowsOf<{ id: string; zone: string }>(
    db,
    sql`select id, time_zone as zone from workspaces w where exists (select from usage_dirty d where d.workspace_id = w.id)
      or exists (select from usage_joined j where j.workspace_id = w.id)`,
  )
  for (const { id, zone } of rows) await foldUsage({ db }, id, zone)
}
