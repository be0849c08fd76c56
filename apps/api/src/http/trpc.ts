import type { Deps } from '@quarterdeck/core/kernel'
import {
  type AppRouter,
  appRouter,
  type Context,
  isFromAnywhere,
  type Meta,
  toPublicError,
  type Weight,
} from '@quarterdeck/trpc'
import type { TRPCError } from '@trpc/server'
import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
} from '@trpc/server/adapters/fastify'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openContext } from './context.ts'
import { refuseForeignOrigins } from './hardening.ts'
import { liveRoute } from './live.ts'

/** A batch of 1,000 events or essay items, the largest input, is well below 2 MB. */
const bodyLimit = 2_097_152

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

function logUnexpected({ log }: Deps, error: TRPCError, path?: string, ctx?: Context): void {
  if (!toPublicError(error).unexpected) return
  log.error({ path, requestId: ctx?.origin.requestId, err: error.cause ?? error }, 'A procedure failed unexpectedly')
}

/** What never reached tRPC, because its body is too large, in tRPC's own form: its clients can read no other. */
function answerTooLarge(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode !== 413) throw error
  const message = `This is too large: a request may take ${bodyLimit / 1_048_576} MB`
  const data = { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, requestId: request.id }
  return reply.status(413).send({ error: { message, code: TRPC_ERROR_CODES_BY_KEY.PAYLOAD_TOO_LARGE, data } })
}

/** What the address asks for: one, or several of a batch, as tRPC reads it. */
const proceduresOf = ({ url }: FastifyRequest): string[] =>
  (url.split('?', 1)[0] ?? '').slice('/trpc/'.length).split(',')

export async function trpcRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.setErrorHandler(answerTooLarge)
  // tRPC reads bodies itself.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  // Said of the routes: the plugin brings a parser of JSON of its own, which has the server's limit.
  app.addHook('onRoute', route => {
    route.bodyLimit = bodyLimit
  })
  app.addHook('onRequest', async (request, reply) => {
    // What procedures answer belongs to whoever asked; a stream says so in words of its own.
    reply.header('cache-control', 'no-store')
    // The chat widget asks from other sites, with a token and without cookies; nobody else is to read from there.
    if (request.headers.cookie === undefined) {
      reply.headers({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'retry-after, x-request-id',
      })
    }
    if (request.method !== 'OPTIONS') {
      return refuseForeignOrigins(request, deps.publicUrl, proceduresOf(request).every(isFromAnywhere))
    }
    // Answered here, because tRPC's route takes every method.
    return reply
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type, x-workspace',
        'access-control-max-age': '86400',
      })
      .status(204)
      .send()
  })
  app.addHook('preHandler', async request => {
    // tRPC's own client sends a call without input as JSON without a body, and its server cannot read that.
    if (request.body === '') request.body = '{}'
  })
  liveRoute(app, deps, (error, path, ctx) => logUnexpected(deps, error, path, ctx))
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: 50,
      createContext: ({ req, res, info }: CreateFastifyContextOptions) =>
        openContext(deps, req, res, {
          weigh: token => weigh(info, token),
          workspaceId: info.connectionParams?.workspace,
        }),
      responseMeta: ({ errors }) => {
        const waits = errors.flatMap(error => toPublicError(error).retryAfter ?? [])
        return waits.length > 0 ? { headers: { 'retry-after': String(Math.max(...waits)) } } : {}
      },
      onError: ({ error, path, ctx }) => logUnexpected(deps, error, path, ctx),
    } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
  })
}
