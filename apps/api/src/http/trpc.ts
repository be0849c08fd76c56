import type { Deps } from '@quarterdeck/core/kernel'
import { type AppRouter, appRouter, createContext, type Meta, toPublicError, type Weight } from '@quarterdeck/trpc'
import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
} from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isSecure, refuseForeignOrigins } from './hardening.ts'
import { bearerOf, originOf } from './origin.ts'
import { rateHeaders } from './rates.ts'

export const sessionCookie = 'qd_session'

/** A batch of 1,000 events, the largest input, is well below 2 MB. */
const bodyLimit = 2_097_152

/** Keeps the session as a cookie that scripts cannot read, or takes it away. */
function setSessionCookie(secure: boolean, reply: FastifyReply, session: { token: string; expiresAt: string } | null) {
  const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure }
  if (session) reply.setCookie(sessionCookie, session.token, { ...options, expires: new Date(session.expiresAt) })
  else reply.clearCookie(sessionCookie, options)
}

/** What the limits count of a request: see `counted` in the procedures' meta. */
function weigh(info: CreateFastifyContextOptions['info'], token: string | null): Weight {
  const counts = info.calls.map(({ procedure }) => (procedure?._def.meta as Meta | undefined)?.counted)
  const calls = counts.filter(counted => token !== null || counted !== 'if token').length
  return {
    calls,
    events: counts.filter(counted => counted === 'events').length,
    stream: info.type === 'subscription',
  }
}

const header = (value: string | string[] | undefined) => (typeof value === 'string' && value ? value : null)

export async function trpcRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  // tRPC reads bodies itself.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    // What procedures answer belongs to whoever asked; a stream says so in words of its own.
    reply.header('cache-control', 'no-store')
    refuseForeignOrigins(request, deps.publicUrl)
  })
  app.addHook('preHandler', async request => {
    // tRPC's own client sends a call without input as JSON without a body, and its server cannot read that.
    if (request.body === '') request.body = '{}'
  })
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: 50,
      createContext: async ({ req, res, info }: CreateFastifyContextOptions) => {
        const token = bearerOf(req) ?? req.cookies[sessionCookie] ?? null
        const context = createContext(deps, {
          origin: originOf(req),
          token,
          // An event stream carries no headers of its own; a workspace's id is no secret, so it may stand in the address.
          workspaceId: header(req.headers['x-workspace']) ?? header(info.connectionParams?.workspace),
          weight: weigh(info, token),
          setSessionCookie: session => setSessionCookie(isSecure(req, deps.publicUrl), res, session),
        })
        // Asked before anything is answered, because a streamed answer sends its headers first. The procedures ask
        // again and refuse; what fails here fails there, where it becomes an answer.
        const admission = await context.admission().catch(() => null)
        if (admission?.state) res.headers(rateHeaders(admission.state))
        return context
      },
      responseMeta: ({ errors }) => {
        const waits = errors.flatMap(error => toPublicError(error).retryAfter ?? [])
        return waits.length > 0 ? { headers: { 'retry-after': String(Math.max(...waits)) } } : {}
      },
      onError: ({ error, path, ctx }) => {
        if (toPublicError(error).unexpected)
          deps.log.error(
            { path, requestId: ctx?.origin.requestId, err: error.cause ?? error },
            'A procedure failed unexpectedly',
          )
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
  })
}
