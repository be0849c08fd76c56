import { byId, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { storeChange, storeNew } from './commands.ts'
import { readFileContent, type UploadedFile } from './content.ts'
import type { UploadDocumentInput } from './inputs.ts'
import type { Written } from './new-documents.ts'
import { getDocument } from './queries.ts'

const titleOf = (name: string) =>
  name
    .replace(/\.\w{1,8}$/, '')
    .slice(0, 300)
    .trim() || 'Untitled'

/**
 * Adds a document from a file. Its title is the file's name unless told.
 * @throws DomainError `too_large`; `invalid` at `content` when there is no text in it that we can read
 */
export async function uploadDocument(
  deps: Deps,
  scope: Scope,
  { title, ...input }: UploadDocumentInput,
  file: UploadedFile,
): Promise<Written> {
  const read = await readFileContent(file)
  return storeNew(deps, scope, { source: file.name, ...input, ...read, title: title ?? titleOf(file.name) })
}

/**
 * Gives a document the text of another file: a new version. What else is known of it stays.
 * @throws DomainError `not_found`, and as above
 */
export async function replaceDocumentFile(deps: Deps, scope: Scope, id: string, file: UploadedFile): Promise<Written> {
  if (!byId.safeParse({ id }).success) throw notFound('This document')
  await getDocument(deps, scope, { id })
  const read = await readFileContent(file)
  const after = await storeChange(deps, scope, id, { ...read, source: file.name })
  return { id, chunks: after.chunks }
}
