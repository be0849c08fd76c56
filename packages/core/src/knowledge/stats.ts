import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { embeddingModel } from './embedding.ts'
import type { KnowledgeStatsDto } from './model.ts'

/** How much is known, and what is missing. */
export async function getKnowledgeStats(deps: Deps, { workspaceId }: Scope): Promise<KnowledgeStatsDto> {
  const model = embeddingModel(deps)
  const [row] = await rowsOf<Record<'documents' | 'active' | 'chunks' | 'embedded' | 'unanswered', number>>(
    deps.db,
    sql`select count(*)::int as documents, (count(*) filter (where active))::int as active,
        coalesce(sum(chunk_count), 0)::int as chunks,
        (select count(*)::int from chunk_codes where workspace_id = ${workspaceId} and model = ${model ?? ''}) as embedded,
        (select count(*)::int from unanswered_questions
          where workspace_id = ${workspaceId} and resolved_at is null) as unanswered
      from documents where workspace_id = ${workspaceId}`,
  )
  if (!row) throw new Error('Counting gave no row')
  return { ...row, model }
}
