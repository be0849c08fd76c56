import type { Db } from '@quarterdeck/db'
import type { Deps, Scope } from '../kernel/index.ts'
import type { Scored } from './best.ts'

export interface VectorSearch {
  /** The chunks whose embeddings are closest, best first, with their cosine similarity. */
  top: (count: number) => Promise<Scored[]>
}

export interface QueryVector {
  model: string
  values: readonly number[]
}

/** The embedding of a query; null where there is none, for whatever reason: search is then lexical. */
export async function embedQuery(_deps: Deps, _query: string): Promise<QueryVector | null> {
  return null
}

export async function searchByVector(_tx: Db, _scope: Scope, _vector: QueryVector): Promise<VectorSearch | null> {
  return null
}
