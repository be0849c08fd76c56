import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import { embedFactsJob } from './jobs.ts'
import { embeddingModel } from './meaning.ts'

export async function run(deps: Deps): Promise<void> {
  const model = embeddingModel(deps)
  if (!model) return
  await deps.db.transaction(async tx => {
    const rows = await rowsOf<{ id: string }>(
      tx,
      sql`select w.id from workspaces w where exists (
        select from activity a left join activity_codes k on k.fact_id = a.id
        where a.workspace_id = w.id and a.superseded_at is null and a.removed_at is null
          and k.model is distinct from ${model})`,
    )
    for (const { id } of rows) await deps.jobs.enqueue(tx, embedFactsJob, { workspaceId: id }, { once: id })
    // What was said before an edit, and what was taken back, is found no more.
    await tx.execute(sql`delete from activity_codes k using activity a
      where a.id = k.fact_id and (a.superseded_at is not null or a.removed_at is not null)`)
  })
}
