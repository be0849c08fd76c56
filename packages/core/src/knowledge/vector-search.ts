import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { type Deps, EmbeddingFailed, type Scope } from '../kernel/index.ts'
import type { Scored } from './best.ts'
import { codeOf, isEmbedding } from './embedding.ts'

export interface VectorSearch {
  /** The chunks whose embeddings are closest, best first, with their cosine similarity. */
  top: (count: number) => Promise<Scored[]>
}

export interface QueryVector {
  model: string
  values: readonly number[]
}

/** How long somebody who searches waits for an embedding, in milliseconds; then words must do. */
const patience = 3_000
/** How many chunks, by the signs of their numbers, are compared in full for each that is wanted. */
const candidatesEach = 3

/** The embedding of a query; null where there is none, for whatever reason: search is then lexical. */
export async function embedQuery(deps: Deps, query: string): Promise<QueryVector | null> {
  const { embedder } = deps
  if (!embedder || !isEmbedding(deps)) return null
  try {
    const [values] = await embedder.embed([query], { timeLimit: patience, retries: 1 })
    return values ? { model: embedder.model, values } : null
  } catch (error) {
    if (!(error instanceof EmbeddingFailed)) throw error
    deps.log.warn({ err: error }, 'A query could not be embedded; it is searched by its words')
    return null
  }
}

/**
 * Looks through the signs of all embeddings of the workspace, which is 192 bytes each, and compares the closest in
 * full (docs/adr/0013). Null while nothing is embedded.
 */
export async function searchByVector(tx: Db, { workspaceId }: Scope, query: QueryVector): Promise<VectorSearch | null> {
  const { model, values } = query
  const ours = sql`workspace_id = ${workspaceId} and model = ${model}`
  const [any] = await rowsOf(tx, sql`select from chunk_codes where ${ours} limit 1`)
  if (!any) return null
  return {
    top: count =>
      rowsOf<Scored>(
        tx,
        sql`with near as materialized (
            select no from chunk_codes where ${ours}
            order by bit_count(code # ${codeOf(values)}::bit(1536)), no limit ${count * candidatesEach})
          select c.no, 1 - (e.embedding <=> ${`[${values.join()}]`}::vector) as score
          from near join chunks c on c.workspace_id = ${workspaceId} and c.no = near.no
            join embeddings e on e.workspace_id = c.workspace_id and e.model = ${model} and e.hash = c.hash
          order by score desc, c.no limit ${count}`,
      ),
  }
}
