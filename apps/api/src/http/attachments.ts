import { type Deps, invalid } from '@quarterdeck/core/kernel'
import { readAttachment, uploadAttachment, uploadInput } from '@quarterdeck/core/support'
import type { FastifyInstance } from 'fastify'
import { fileLimit, readSentFile, scopeFor, takeFiles } from './files.ts'
import { refuseForeignOrigins } from './hardening.ts'

/** What RFC 5987 does not allow in a name, and `encodeURIComponent` leaves. */
const escaped = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/** `POST /v1/attachments?conversationId=` and `GET /attachments/:id`: files, which tRPC is not made for. */
export async function attachmentRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  takeFiles(app)
  // The widget stands on other sites, and shows its token; no cookie comes from there.
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'access-control-allow-origin': '*', 'cache-control': 'private, max-age=300' })
  })

  app.post('/v1/attachments', { bodyLimit: fileLimit }, async (request, reply) => {
    refuseForeignOrigins(request, deps.publicUrl)
    const scope = await scopeFor(deps, request, reply, 'member', 'write')
    const file = await readSentFile(request)
    const { data } = uploadInput.safeParse({ conversationId: file.fields.conversationId, name: file.name })
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
    const scope = await scopeFor(deps, request, reply, 'member', 'read')
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
