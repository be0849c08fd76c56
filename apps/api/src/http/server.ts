import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import type { Installation } from '@quarterdeck/core/identity'
import type { Deps } from '@quarterdeck/core/kernel'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { attachmentRoutes } from './attachments.ts'
import { documentRoutes } from './documents.ts'
import { mapErrors } from './errors.ts'
import { essayRoutes } from './essays.ts'
import { type Patience, setSecurityHeaders, usualPatience } from './hardening.ts'
import { healthRoutes } from './health.ts'
import { ingestRoutes } from './ingest.ts'
import { reportRoutes } from './reports.ts'
import { staticRoutes } from './static.ts'
import { trpcRoutes } from './trpc.ts'
import { webhookRoutes } from './webhooks.ts'

export interface ServerSettings {
  /** Whose `X-Forwarded-*` headers are believed: addresses and ranges, as proxy-addr reads them. */
  trustProxy?: string[]
  patience?: Patience
}

/** Larger than any page of a console needs; routes that take files or events set their own. */
const bodyLimit = 65_536

/** Builds the HTTP server; the caller listens and closes. */
export async function buildServer(
  deps: Deps,
  installation: Installation,
  logger: FastifyBaseLogger,
  { trustProxy = ['loopback'], patience = usualPatience }: ServerSettings = {},
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy,
    bodyLimit,
    requestTimeout: patience.request,
    http: { headersTimeout: patience.headers, connectionsCheckingInterval: patience.checkEvery },
    // Live streams last for as long as their pages; closing must not wait for them.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 5_000 },
  })
  mapErrors(app)
  await setSecurityHeaders(app, deps.publicUrl)
  await app.register(cookie)
  await app.register(ingestRoutes, { deps })
  await app.register(webhookRoutes, { deps, workspaceId: installation.workspaceId })
  await app.register(attachmentRoutes, { deps })
  await app.register(essayRoutes, { deps })
  await app.register(documentRoutes, { deps })
  await app.register(reportRoutes, { deps })
  await app.register(healthRoutes, { deps })
  await app.register(async scope => {
    await scope.register(compress, { threshold: 1_024, encodings: ['br', 'gzip'] })
    await scope.register(trpcRoutes, { deps })
  })
  await app.register(compress, { threshold: 1_024, encodings: ['br', 'gzip'] })
  await staticRoutes(app, { deps, workspaceId: installation.workspaceId })
  return app
}
