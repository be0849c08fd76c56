import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import type { Installation } from '@quarterdeck/core/identity'
import type { Deps } from '@quarterdeck/core/kernel'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { mapErrors } from './errors.ts'
import { healthRoutes } from './health.ts'
import { ingestRoutes } from './ingest.ts'
import { staticRoutes } from './static.ts'
import { trpcRoutes } from './trpc.ts'

/** Nothing of ours comes from elsewhere; Mantine sets style attributes. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
  },
}

/** Builds the HTTP server; the caller listens and closes. */
export async function buildServer(
  deps: Deps,
  installation: Installation,
  logger: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: 'loopback',
    bodyLimit: 2_097_152,
    // Live streams last for as long as their pages; closing must not wait for them.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 5_000 },
  })
  mapErrors(app)
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  await app.register(helmet, { contentSecurityPolicy, hsts: false, crossOriginEmbedderPolicy: false })
  await app.register(cookie)
  await app.register(ingestRoutes, { deps })
  await app.register(healthRoutes, { deps })
  await app.register(async scope => {
    await scope.register(compress, { threshold: 1_024, encodings: ['br', 'gzip'] })
    await scope.register(trpcRoutes, { deps })
  })
  await app.register(compress, { threshold: 1_024, encodings: ['br', 'gzip'] })
  await staticRoutes(app, { deps, workspace: { id: installation.workspaceId, name: installation.workspaceName } })
  return app
}
