import { type Db, type documents, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { type Deps, invalid, newId, type Scope, sha256 } from '../kernel/index.ts'
import { cutIntoPassages, type Passage } from './chunking.ts'
import { isEmbedding } from './embedding.ts'
import { addToIndex } from './index-writer.ts'
import type { AddDocumentInput } from './inputs.ts'
import { readSections } from './sections.ts'

type Document = typeof documents.$inferSelect

/** A document as it is given, its content read. */
export type NewDocument = Omit<AddDocumentInput, 'format'> & { format: Document['format'] }

/** What writing needs of the world: little, so that imports can do without the rest. */
export type WriteDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'vectors' | 'embedder'>

/** @throws DomainError `invalid` when nothing is left to find. */
export function cut({ format, content }: Pick<Document, 'format' | 'content'>): Passage[] {
  const passages = cutIntoPassages(readSections(format, content))
  if (passages.length === 0) throw invalid('There is no text in it', [{ path: 'content', message: 'has no text' }])
  return passages
}

/** A document that is not there yet, cut before anybody waits for it. */
export interface Cut {
  input: NewDocument
  passages: readonly Passage[]
  origin?: 'product' | 'sample' | undefined
  /** The name under which it can be imported again. */
  sourceId?: string | null | undefined
}

export interface Written {
  id: string
  chunks: number
}

const rowOf = ({ input, passages, origin = 'product', sourceId = null }: Cut) => ({
  ...{ id: newId(), version_id: newId(), type: input.type, title: input.title, format: input.format },
  ...{ content: input.content, content_hash: sha256(input.content), language: input.language ?? 'en' },
  ...{ source: input.source ?? null, url: input.url ?? null, tags: input.tags ?? [], category: input.category ?? null },
  ...{ product_id: input.productId ?? null, active: input.active ?? true, chunk_count: passages.length },
  ...{ source_id: sourceId, origin },
})

/** Writes documents, their first versions and what finds them, however many, with a few statements. The caller holds `lockIndex`. */
export async function writeNew(tx: Db, deps: WriteDeps, scope: Scope, list: readonly Cut[]): Promise<Written[]> {
  const { workspaceId } = scope
  const made = list.map(each => ({ row: rowOf(each), passages: each.passages }))
  const now = deps.clock.now().toISOString()
  const status = isEmbedding(deps) ? 'indexing' : 'ready'
  await rowsOf(
    tx,
    sql`with given as materialized (select * from jsonb_to_recordset(${JSON.stringify(made.map(({ row }) => row))}::text::jsonb)
          as r(id uuid, version_id uuid, type text, title text, format text, content text, content_hash text, language text,
            source text, url text, tags text[], category text, product_id text, active boolean, chunk_count int,
            source_id text, origin text)),
        written as (insert into documents (id, workspace_id, type, title, format, content, content_hash, language,
            source, url, tags, category, product_id, active, chunk_count, source_id, origin, status, created_at, updated_at)
          select id, ${workspaceId}::uuid, type, title, format, content, content_hash, language, source, url, tags,
            category, product_id, active, chunk_count, source_id, origin, ${status}, ${now}::timestamptz, ${now}::timestamptz
          from given)
      insert into document_versions (id, workspace_id, document_id, version, title, format, content, content_hash, created_at)
      select version_id, ${workspaceId}::uuid, id, 1, title, format, content, content_hash, ${now}::timestamptz from given`,
  )
  await addToIndex(
    tx,
    scope,
    made.map(({ row: { id, title, language }, passages }) => ({
      documentId: id,
      version: 1,
      title,
      language,
      passages,
    })),
  )
  return made.map(({ row: { id }, passages }) => ({ id, chunks: passages.length }))
}
