import type { Db } from '@quarterdeck/db'
import type { Deps, Scope } from '../kernel/index.ts'

/** Whether texts are embedded here: a model is set and the database can compare what it makes. */
export const isEmbedding = (_deps: Deps): boolean => false

/** Asks for the embeddings that are missing. Of several that ask while a run waits, all get the same one. */
export async function askForEmbeddings(_deps: Deps, _tx: Db, _scope: Scope): Promise<void> {}

/** The model whose embeddings are used here; null where search is lexical. */
export const embeddingModel = (_deps: Deps): string | null => null
