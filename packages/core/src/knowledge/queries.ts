import { chunkCodes, chunks, type Db, documents, documentVersions } from '@quarterdeck/db'
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import {
  type ById,
  containing,
  type Deps,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import type { GetDocumentInput, ListDocumentsInput } from './inputs.ts'
import type { ChunkDto, DocumentDetailDto, DocumentDto, DocumentVersionDto } from './model.ts'

/** What a list shows: everything but the text. */
const listed = {
  ...{ id: documents.id, type: documents.type, title: documents.title, source: documents.source, url: documents.url },
  ...{ format: documents.format, language: documents.language, tags: documents.tags, category: documents.category },
  ...{ productId: documents.productId, active: documents.active, version: documents.version },
  ...{ chunks: documents.chunkCount, status: documents.status, error: documents.error, origin: documents.origin },
  ...{ createdAt: documents.createdAt, updatedAt: documents.updatedAt },
}

type Listed = Pick<typeof documents.$inferSelect, Exclude<keyof typeof listed, 'chunks'>> & { chunks: number }

const toDto = ({ createdAt, updatedAt, ...row }: Listed): DocumentDto => ({
  ...row,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})

const named = (scope: Scope, id: string) => and(eq(documents.workspaceId, scope.workspaceId), eq(documents.id, id))

function searching(search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const pattern = containing(search)
  return sql`concat_ws(E'\n', ${documents.title}, ${documents.source}, ${documents.category}) ilike ${pattern}`
}

/** Documents, newest first. */
export async function listDocuments(deps: Deps, scope: Scope, input: ListDocumentsInput): Promise<Page<DocumentDto>> {
  const { type, active, status, tag, search, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await deps.db
    .select(listed)
    .from(documents)
    .where(
      and(
        eq(documents.workspaceId, scope.workspaceId),
        type ? eq(documents.type, type) : undefined,
        active === undefined ? undefined : eq(documents.active, active),
        status ? eq(documents.status, status) : undefined,
        tag ? sql`${tag} = any(${documents.tags})` : undefined,
        searching(search),
        after ? sql`(${documents.createdAt}, ${documents.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toDto)
}

/** How many the sample data brought. */
export async function countSampleDocuments(db: Db, { workspaceId }: Scope): Promise<number> {
  const isSample = and(eq(documents.workspaceId, workspaceId), eq(documents.origin, 'sample'))
  return db.$count(documents, isSample)
}

/** @throws DomainError `not_found` */
export async function getDocument(
  { db }: Pick<Deps, 'db'>,
  scope: Scope,
  { id, version }: GetDocumentInput,
): Promise<DocumentDetailDto> {
  const [row] = await db
    .select({ ...listed, content: documents.content })
    .from(documents)
    .where(named(scope, id))
  if (!row) throw notFound('This document')
  const { content, ...current } = row
  if (version === undefined || version === row.version) return { ...toDto(current), content }
  const [old] = await db
    .select()
    .from(documentVersions)
    .where(
      and(
        eq(documentVersions.workspaceId, scope.workspaceId),
        eq(documentVersions.documentId, id),
        eq(documentVersions.version, version),
      ),
    )
  if (!old) throw notFound('This version')
  return { ...toDto(current), title: old.title, format: old.format, version, content: old.content }
}

/** Every text that a document has had, newest first, at most 200. */
export async function listVersions({ db }: Deps, scope: Scope, { id }: ById): Promise<{ items: DocumentVersionDto[] }> {
  const rows = await db
    .select({
      version: documentVersions.version,
      title: documentVersions.title,
      format: documentVersions.format,
      characters: sql<number>`length(${documentVersions.content})`,
      createdAt: documentVersions.createdAt,
    })
    .from(documentVersions)
    .where(and(eq(documentVersions.workspaceId, scope.workspaceId), eq(documentVersions.documentId, id)))
    .orderBy(desc(documentVersions.version))
    .limit(200)
  // A document has a version for as long as it exists.
  if (rows.length === 0) throw notFound('This document')
  return { items: rows.map(row => ({ ...row, createdAt: row.createdAt.toISOString() })) }
}

/** The passages of a document, in order, at most 2,000. */
export async function listChunks(deps: Deps, scope: Scope, { id }: ById): Promise<{ items: ChunkDto[] }> {
  const [document] = await deps.db.select({ id: documents.id }).from(documents).where(named(scope, id))
  if (!document) throw notFound('This document')
  const items = await deps.db
    .select({
      ...{ id: chunks.id, position: chunks.position, headings: chunks.headings, content: chunks.content },
      tokens: chunks.tokens,
      embedded: sql<boolean>`${chunkCodes.no} is not null`,
    })
    .from(chunks)
    .leftJoin(chunkCodes, and(eq(chunkCodes.workspaceId, chunks.workspaceId), eq(chunkCodes.no, chunks.no)))
    .where(and(eq(chunks.workspaceId, scope.workspaceId), eq(chunks.documentId, id)))
    .orderBy(asc(chunks.position))
    .limit(2_000)
  return { items }
}
