import { byId, type Deps, notFound } from '@quarterdeck/core/kernel'
import { renderReport, reportFormats } from '@quarterdeck/core/reports'
import type { FastifyInstance } from 'fastify'
import { scopeFor } from './files.ts'

/** `GET /v1/reports/:id.md`, `.html`, `.pdf`: reports as files, which tRPC is not made for. */
export async function reportRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  for (const format of reportFormats) {
    app.get<{ Params: { id: string } }>(`/v1/reports/:id.${format}`, async (request, reply) => {
      const scope = await scopeFor(deps, request, reply, 'read', 'read')
      const { data } = byId.safeParse({ id: request.params.id })
      if (!data) throw notFound('This report')
      const { name, type, content } = await renderReport(deps, scope, { ...data, format })
      reply.headers({
        'cache-control': 'private, no-cache',
        'content-type': type,
        'content-disposition': `attachment; filename="${name}"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      })
      return reply.send(content)
    })
  }
}
