import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { embedJob } from './jobs.ts'

export type EmbeddingDeps = Pick<Deps, 'vectors' | 'embedder'>

/** The model whose embeddings are used here; null where search is lexical: no model is set, or no pgvector is there. */
export const embeddingModel = ({ vectors, embedder }: EmbeddingDeps): string | null =>
  vectors ? (embedder?.model ?? null) : null

export const isEmbedding = (deps: EmbeddingDeps): boolean => embeddingModel(deps) !== null

/** Which vectors are close: one bit a number, by its sign. */
export const codeOf = (vector: readonly number[]): string => vector.map(value => (value > 0 ? '1' : '0')).join('')

/**
 * Gives each chunk whose text was embedded before its code, and says that documents which have all are ready.
 * @param hashes only chunks with these texts and their documents; all when left out, which takes longer the more there are.
 */
export async function linkEmbeddings(
  tx: Db,
  { workspaceId }: Scope,
  model: string,
  hashes?: readonly string[],
): Promise<void> {
  const named = hashes && sql`(select jsonb_array_elements_text(${JSON.stringify(hashes)}::text::jsonb))`
  await tx.execute(sql`insert into chunk_codes (workspace_id, no, model, code)
    select c.workspace_id, c.no, e.model, e.code from chunks c
      join embeddings e on e.workspace_id = c.workspace_id and e.model = ${model} and e.hash = c.hash
      left join chunk_codes k on k.workspace_id = c.workspace_id and k.no = c.no
    where c.workspace_id = ${workspaceId} and k.model is distinct from ${model}
      ${named ? sql`and c.hash = any(array${named})` : sql``}
    on conflict (workspace_id, no) do update set model = excluded.model, code = excluded.code`)
  const ofThem =
    named &&
    sql`and d.id = any(array(select document_id from chunks
      where workspace_id = ${workspaceId} and hash = any(array${named})))`
  await tx.execute(sql`update documents d set status = 'ready', error = null
    where d.workspace_id = ${workspaceId} and d.status <> 'ready' ${ofThem ?? sql``} and not exists (
      select from chunks c left join chunk_codes k on k.workspace_id = c.workspace_id and k.no = c.no
      where c.document_id = d.id and k.model is distinct from ${model})`)
}

/** Asks for the embeddings that are missing. Of several that ask while a run waits, all get the same one. */
export async function askForEmbeddings(deps: EmbeddingDeps & Pick<Deps, 'jobs'>, tx: Db, scope: Scope): Promise<void> {
  const model = embeddingModel(deps)
  if (!model) return
  const { workspaceId } = scope
  await linkEmbeddings(tx, scope, model)
  const [waiting] = await rowsOf(
    tx,
    sql`select from documents where workspace_id = ${workspaceId} and status <> 'ready' limit 1`,
  )
  if (waiting) await deps.jobs.enqueue(tx, embedJob, { workspaceId }, { once: workspaceId })
}
