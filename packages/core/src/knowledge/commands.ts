import { type Db, documents, documentVersions } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, notFound, type Scope, sha256 } from '../kernel/index.ts'
import { readContent } from './content.ts'
import { askForEmbeddings, isEmbedding } from './embedding.ts'
import { addToIndex, lockIndex, removeFromIndex } from './index-writer.ts'
import type { AddDocumentInput, ReindexInput, UpdateDocumentInput } from './inputs.ts'
import { reindexJob } from './jobs.ts'
import type { DocumentDetailDto } from './model.ts'
import { cut, type NewDocument, type WriteDeps, type Written, writeNew } from './new-documents.ts'
import { getDocument } from './queries.ts'

type Document = typeof documents.$inferSelect

const named = (scope: Scope, id: string) => and(eq(documents.workspaceId, scope.workspaceId), eq(documents.id, id))

export interface AddOptions {
  origin?: 'product' | 'sample'
  /** The name under which it can be imported again. */
  sourceId?: string | undefined
}

type Text = Pick<Document, 'id' | 'version' | 'title' | 'format' | 'content' | 'contentHash'>

const versionOf = (
  { workspaceId }: Scope,
  { id: documentId, version, title, format, content, contentHash }: Text,
  createdAt: Date,
) => ({ workspaceId, documentId, version, title, format, content, contentHash, createdAt })

/** Adds a document, which is found from then on. */
export async function addDocument(
  deps: Deps,
  scope: Scope,
  input: AddDocumentInput,
  options: AddOptions = {},
): Promise<Written> {
  return storeNew(deps, scope, { ...input, ...(await readContent(input)) }, options)
}

/** Stores a document whose content was read. */
export async function storeNew(
  deps: Deps,
  scope: Scope,
  input: NewDocument,
  options: AddOptions = {},
): Promise<Written> {
  const passages = cut(input)
  return deps.db.transaction(async tx => {
    await lockIndex(tx, scope)
    const [made] = await writeNew(tx, deps, scope, [{ input, passages, ...options }])
    if (!made) throw new Error('The document was not stored')
    await askForEmbeddings(deps, tx, scope)
    const { content: _, ...after } = input
    await audit(tx, scope, { action: 'knowledge.add', entity: 'document', entityId: made.id, after })
    return made
  })
}

/** Writes a document's passages anew, from a text that it has or is to have. The caller holds `lockIndex`. */
async function rewrite(tx: Db, deps: WriteDeps, scope: Scope, next: Document): Promise<void> {
  const passages = cut(next)
  await removeFromIndex(tx, scope, [next.id])
  const { id: documentId, version, title, language } = next
  await addToIndex(tx, scope, [{ documentId, version, title, language, passages }])
  await tx
    .update(documents)
    .set({ chunkCount: passages.length, status: isEmbedding(deps) ? 'indexing' : 'ready', error: null })
    .where(named(scope, documentId))
}

export type DocumentChange = { [K in keyof NewDocument]?: NewDocument[K] | undefined }

/** Changes a document that is there; says whether anything is new. The caller holds `lockIndex`. */
export async function writeChange(
  tx: Db,
  deps: WriteDeps,
  scope: Scope,
  before: Document,
  change: DocumentChange,
): Promise<boolean> {
  const isNew = ([name, value]: [string, unknown]) =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name))
  const given = Object.fromEntries(Object.entries(change).filter(isNew))
  if (Object.keys(given).length === 0) return false
  const next: Document = { ...before, ...given }
  next.contentHash = sha256(next.content)
  const isText = next.title !== before.title || next.contentHash !== before.contentHash || next.format !== before.format
  if (isText) next.version = before.version + 1
  const now = deps.clock.now()
  const { version, contentHash } = next
  await tx
    .update(documents)
    .set({ ...given, version, contentHash, updatedAt: now })
    .where(named(scope, next.id))
  if (isText) await tx.insert(documentVersions).values(versionOf(scope, next, now))
  if (isText || next.language !== before.language) await rewrite(tx, deps, scope, next)
  return true
}

/**
 * Changes a document. A new title, text or format is a new version: it replaces the old one at once and whole, also for
 * those who search meanwhile.
 * @throws DomainError `not_found`; `conflict` when it has another version than `ifVersion`
 */
export async function updateDocument(
  deps: Deps,
  scope: Scope,
  { id, ifVersion, ...change }: UpdateDocumentInput,
): Promise<DocumentDetailDto> {
  const current = await getDocument(deps, scope, { id })
  const { content } = change
  const read = content === undefined ? {} : await readContent({ format: current.format, ...change, content })
  return storeChange(deps, scope, id, { ...change, ...read }, ifVersion)
}

/**
 * The same with a content that was read.
 * @throws DomainError `not_found`
 */
export async function storeChange(
  deps: Deps,
  scope: Scope,
  id: string,
  change: DocumentChange,
  ifVersion?: number,
): Promise<DocumentDetailDto> {
  return deps.db.transaction(async tx => {
    await lockIndex(tx, scope)
    const [before] = await tx.select().from(documents).where(named(scope, id)).for('update')
    if (!before) throw notFound('This document')
    if (ifVersion !== undefined && ifVersion !== before.version) {
      throw conflict('Somebody changed this document meanwhile: look at the new version first')
    }
    await writeChange(tx, deps, scope, before, change)
    await askForEmbeddings(deps, tx, scope)
    const after = await getDocument({ db: tx }, scope, { id })
    const facts = ({ title, type, active, version, tags, category, language }: Document | DocumentDetailDto) => ({
      ...{ title, type, active, version, tags, category, language },
    })
    const entry = { action: 'knowledge.update', entity: 'document', entityId: id }
    await audit(tx, scope, { ...entry, before: facts(before), after: facts(after) })
    return after
  })
}

/** @throws DomainError `not_found` */
export async function removeDocument(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    await lockIndex(tx, scope)
    const [before] = await tx.select().from(documents).where(named(scope, id)).for('update')
    if (!before) throw notFound('This document')
    await removeDocuments(tx, scope, [id])
    const { title, type, version } = before
    const entry = { action: 'knowledge.remove', entity: 'document', entityId: id }
    await audit(tx, scope, { ...entry, before: { title, type, version } })
    return { id }
  })
}

/** Takes documents away with all that belongs to them. The caller holds `lockIndex`. */
async function removeDocuments(tx: Db, scope: Scope, ids: readonly string[]): Promise<void> {
  await removeFromIndex(tx, scope, ids)
  for (const id of ids) await tx.delete(documents).where(named(scope, id))
}

/** Takes out what the sample data brought. */
export async function removeSampleDocuments(tx: Db, scope: Scope): Promise<number> {
  await lockIndex(tx, scope)
  const rows = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.workspaceId, scope.workspaceId), eq(documents.origin, 'sample')))
  if (rows.length > 0)
    await removeDocuments(
      tx,
      scope,
      rows.map(({ id }) => id),
    )
  return rows.length
}

/** Cuts and indexes one document again, or asks a job to do so with each. Search goes on meanwhile. */
export async function reindex(deps: Deps, scope: Scope, { id }: ReindexInput): Promise<{ documents: number }> {
  return deps.db.transaction(async tx => {
    const rows = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(id ? named(scope, id) : eq(documents.workspaceId, scope.workspaceId))
    if (id && rows.length === 0) throw notFound('This document')
    if (id) await reindexDocument(tx, deps, scope, id)
    else if (rows.length > 0) {
      const { workspaceId } = scope
      await deps.jobs.enqueue(tx, reindexJob, { workspaceId, after: null }, { once: workspaceId })
    }
    await audit(tx, scope, {
      ...{ action: 'knowledge.reindex', entity: id ? 'document' : 'workspace', entityId: id ?? scope.workspaceId },
      after: { documents: rows.length },
    })
    return { documents: rows.length }
  })
}

/** Cuts and indexes a document again, if it is still there. */
export async function reindexDocument(tx: Db, deps: Deps, scope: Scope, id: string): Promise<void> {
  await lockIndex(tx, scope)
  const [document] = await tx.select().from(documents).where(named(scope, id)).for('update')
  if (!document) return
  await rewrite(tx, deps, scope, document)
  await askForEmbeddings(deps, tx, scope)
}
