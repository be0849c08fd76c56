import { type Level, scopeOf } from '@quarterdeck/core/identity'
import { type Deps, invalid, largestFile, type Scope } from '@quarterdeck/core/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openContext } from './context.ts'

/** Room for what multipart puts around a file. */
export const fileLimit = largestFile + 65_536

/** Gives the routes of this scope their bodies as bytes, with room for a file. */
export function takeFiles(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: fileLimit }, (_request, body, done) => done(null, body))
}

export interface SentFile {
  name: string
  content: Buffer
  /** What stands beside it: in the address, and in the form if it is one. */
  fields: Record<string, unknown>
}

/**
 * The one file of a form, or the body itself, whose name the address says then (`?name=`).
 * @throws DomainError `invalid`
 */
export async function readSentFile({ body, headers, query }: FastifyRequest): Promise<SentFile> {
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid('The body is empty: send a file')
  const type = headers['content-type'] ?? ''
  // Fastify gives an object of what came.
  const { name, ...asked } = query as Record<string, unknown>
  if (!type.startsWith('multipart/form-data')) {
    return { name: typeof name === 'string' ? name : 'file', content: body, fields: asked }
  }
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw invalid('The form cannot be read')
  })
  const file = [...form.values()].find(value => typeof value !== 'string')
  if (!file) throw invalid('The form has no file')
  const texts = [...form].filter(([, value]) => typeof value === 'string')
  const content = Buffer.from(await file.arrayBuffer())
  return { name: file.name, content, fields: { ...asked, ...Object.fromEntries(texts) } }
}

/** The caller's right in the workspace, counted as one call. @throws DomainError */
export async function scopeFor(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  level: Level,
  key: 'read' | 'write',
): Promise<Scope> {
  const weigh = () => ({ calls: 1, events: 0, stream: false })
  const context = await openContext(deps, request, reply, { weigh, workspaceId: undefined })
  const { refused } = await context.admission()
  if (refused) throw refused
  return scopeOf(await context.caller(), context.workspaceId, level, context.origin, key)
}
