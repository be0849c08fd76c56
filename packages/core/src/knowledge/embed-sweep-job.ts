import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps } from '../kernel/index.ts'
import { embeddingModel } from './embedding.ts'
import { embedJob } from './jobs.ts'

export async function run(deps: Deps): Promise<void> {
  const model = embeddingModel(deps)
  if (!model) return
  await deps.db.transaction(async tx => {
    const rows = await rowsOf<{ workspace_id: string }>(
      tx,
      sql`update documents d set status = 'indexing' where exists (
          select from chunks c left join chunk_codes k on k.workspace_id = c.workspace_id and k.no = c.no
          where c.document_id = d.id and k.model is distinct from ${model})
        returning d.workspace_id`,
    )
    for (const workspaceId of new Set(rows.map(row => row.workspace_id))) {
      await deps.jobs.enqueue(tx, embedJob, { workspaceId }, { once: workspaceId })
    }
    // Texts that nobody has had for a month will hardly come back.
    await tx.execute(sql`delete from embeddings e where e.created_at < now() - interval '30 days' and not exists (
      select from chunks c where c.workspace_id = e.workspace_id and c.hash = e.hash)`)
  })
}
