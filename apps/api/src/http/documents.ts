import { type Deps, invalid } from '@quarterdeck/core/kernel'
import { replaceDocumentFile, uploadDocument, uploadDocumentInput } from '@quarterdeck/core/knowledge'
import type { FastifyInstance } from 'fastify'
import { fileLimit, readSentFile, scopeFor, takeFiles } from './files.ts'
import { refuseForeignOrigins } from './hardening.ts'

/** The last part of a path that somebody's program sent along. */
const nameOf = (path: string) =>
  (path.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(0, 200) || 'file'

/**
 * `POST /v1/documents` adds a document from a file, with `title`, `type`, `url`, `tags` (separated by commas) and so on in
 * the form or the address; `PUT /v1/documents/:id` gives one the text of another file. For staff, and keys that may write.
 */
export async function documentRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  takeFiles(app)

  app.post('/v1/documents', { bodyLimit: fileLimit }, async (request, reply) => {
    refuseForeignOrigins(request, deps.publicUrl)
    const scope = await scopeFor(deps, request, reply, 'write', 'write')
    const { name, content, fields } = await readSentFile(request)
    const { data, error } = uploadDocumentInput.safeParse(fields)
    if (!data) {
      const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
      throw invalid('What is said of the file cannot be read', issues)
    }
    return uploadDocument(deps, scope, data, { name: nameOf(name), content })
  })

  app.put<{ Params: { id: string } }>('/v1/documents/:id', { bodyLimit: fileLimit }, async (request, reply) => {
    refuseForeignOrigins(request, deps.publicUrl)
    const scope = await scopeFor(deps, request, reply, 'write', 'write')
    const { name, content } = await readSentFile(request)
    return replaceDocumentFile(deps, scope, request.params.id, { name: nameOf(name), content })
  })
}
