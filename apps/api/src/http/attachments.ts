import { scopeOf } from '@quarterdeck/core/identity'
import { type Deps, invalid, type Scope } from '@quarterdeck/core/kernel'
import { largestFile, readAttachment, uploadAttachment, uploadInput } from '@quarterdeck/core/support'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openContext } from './context.ts'
import { refuseForeignOrigins } from './hardening.ts'

/** Room for what multipart puts around a file. */
const bodyLimit = largestFile + 65_536

/** What RFC 5987 does not allow in a name, and `encodeURIComponent` leaves. */
const escaped = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

interface Sent {
  name: string
  content: Buffer
}

/** The one file of a form, or the body itself, whose name the address says then. */
async function readFile(request: FastifyRequest, name: unknown): Promise<Sent> {
  const { body, headers } = request
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid('The body is empty: send a file')
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return { name: typeof name === 'string' ? name : 'file', content: body }
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw invalid('The form cannot be read')
  })
  const file = [...form.values()].find(value => typeof value !== 'string')
  if (!file) throw invalid('The form has no file')
  return { name: file.name, content: Buffer.from(await file.arrayBuffer()) }
}

/** `POST /v1/attachments?conversationId=` and `GET /attachments/:id`: files, which tRPC is not made for. */
export async function attachmentRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
  // The widget stands on other sites, and shows its token; no cookie comes from there.
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'access-control-allow-origin': '*', 'cache-control': 'private, max-age=300' })
  })

  async function scopeFor(request: FastifyRequest, reply: FastifyReply, key: 'read' | 'write'): Promise<Scope> {
    const weigh = () => ({ calls: 1, events: 0, stream: false })
    const context = await openContext(deps, request, reply, { weigh, workspaceId: undefined })
    const { refused } = await context.admission()
    if (refused) throw refused
    return scopeOf(await context.caller(), context.workspaceId, 'member', context.origin, key)
  }

  app.post('/v1/attachments', { bodyLimit }, async (request, reply) => {
    refuseForeignOrigins(request, deps.publicUrl)
    const scope = await scopeFor(request, reply, 'write')
    // Fastify gives an object of what came.
    const { conversationId, name } = request.query as Record<string, unknown>
    const file = await readFile(request, name)
    const { data } = uploadInput.safeParse({ conversationId, name: file.name })
    if (!data) throw invalid('Say which conversation it is for: ?conversationId=')
    return uploadAttachment(deps, scope, data, file.content)
  })

  app.options('/attachments/:id', async (_request, reply) =>
    reply
      .headers({
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '86400',
      })
      .status(204)
      .send(),
  )

  app.get<{ Params: { id: string } }>('/attachments/:id', async (request, reply) => {
    const scope = await scopeFor(request, reply, 'read')
    const { name, type, size, content } = await readAttachment(deps, scope, request.params.id)
    const manner = type.startsWith('image/') ? 'inline' : 'attachment'
    reply.headers({
      'content-length': size,
      'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
      'content-disposition': `${manner}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escaped)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    return reply.send(content)
  })
}
