import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { type Deps, EmbeddingFailed, type Scope } from '../../kernel/index.ts'
import type { Looking, Scored } from './lexical.ts'
import { ofScope } from './term-counts.ts'

/** How long the vectors of facts are: what the database has columns for. */
export const dimensions = 1_024

type EmbeddingDeps = Pick<Deps, 'vectors' | 'embedder'>

/** The model whose embeddings are used here; null where search is lexical: no model is set, or no pgvector is there. */
export const embeddingModel = ({ vectors, embedder }: EmbeddingDeps): string | null =>
  vectors ? (embedder?.model ?? null) : null

/** Which vectors are close: one bit a number, by its sign. */
export const codeOf = (vector: readonly number[]): string => vector.map(value => (value > 0 ? '1' : '0')).join('')

export interface QueryVector {
  model: string
  values: readonly number[]
}

/** How long somebody who searches waits for an embedding, in milliseconds; then words must do. */
const patience = 3_000
/** How many facts, by the signs of their numbers, are compared in full for each that is wanted. */
const candidatesEach = 3

/** The embedding of a query; null where there is none, for whatever reason: search is then lexical. */
export async function embedQuery(deps: Deps, query: string): Promise<QueryVector | null> {
  const { embedder } = deps
  if (!embedder || !embeddingModel(deps)) return null
  try {
    const [values] = await embedder.embed([query], { timeLimit: patience, retries: 1, dimensions })
    return values ? { model: embedder.model, values } : null
  } catch (error) {
    if (!(error instanceof EmbeddingFailed)) throw error
    deps.log.warn({ err: error }, 'A search of activity could not be embedded; it goes by its words')
    return null
  }
}

/** Whether anything of a workspace is embedded. */
export async function isAnyEmbedded(tx: Db, { workspaceId }: Scope, { model }: QueryVector) {
  const [any] = await rowsOf(
    tx,
    sql`select from activity_codes where workspace_id = ${workspaceId} and model = ${model} limit 1`,
  )
  return any !== undefined
}

/** The facts whose embeddings are closest, best first, with their cosine similarity (as docs/adr/0013 has it). */
export const searchByMeaning = (
  { tx, scope, filter, count }: Looking,
  { model, values }: QueryVector,
): Promise<Scored[]> =>
  rowsOf<Scored>(
    tx,
    sql`with near as materialized (
        select a.id, a.text from activity_codes k join activity a on a.id = k.fact_id
        where k.workspace_id = ${scope.workspaceId} and k.model = ${model} and ${ofScope(scope)} ${filter}
        order by bit_count(k.code # ${codeOf(values)}::bit(1024)), a.id limit ${count * candidatesEach})
      select near.id, 1 - (e.embedding <=> ${`[${values.join()}]`}::vector) as score
      from near join activity_embeddings e on e.workspace_id = ${scope.workspaceId} and e.model = ${model}
        and e.hash = encode(sha256(convert_to(near.text, 'UTF8')), 'hex')
      order by score desc, near.id limit ${count}`,
  )
