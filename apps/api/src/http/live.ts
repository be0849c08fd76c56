import { type Deps, invalid } from '@quarterdeck/core/kernel'
import { type Context, openLiveStream } from '@quarterdeck/trpc'
import type { TRPCError } from '@trpc/server'
import type { FastifyInstance } from 'fastify'
import { openContext } from './context.ts'

const path = 'live.changes'

/** Reads a parameter of the address as JSON, as tRPC's clients send it. */
function readJson(query: unknown, name: string): unknown {
  // Fastify gives an object of what came.
  const text = (query as Record<string, unknown>)[name]
  if (text === undefined) return undefined
  try {
    return JSON.parse(String(text))
  } catch {
    throw invalid(`${name} must be JSON`)
  }
}

/**
 * Serves `live.changes` in the place of tRPC's adapter: the same procedure, said in the same words, but a change costs
 * the many who wait for it one write each and not a chain of web streams.
 */
export function liveRoute(
  app: FastifyInstance,
  deps: Deps,
  onError: (error: TRPCError, path: string, ctx: Context) => void,
): void {
  app.get(`/trpc/${path}`, { exposeHeadRoute: false }, async (request, reply) => {
    const input = readJson(request.query, 'input')
    const params = readJson(request.query, 'connectionParams')
    const ctx = await openContext(deps, request, reply, {
      weigh: () => ({ calls: 1, events: 0, stream: true }),
      workspaceId: params && Reflect.get(Object(params), 'workspace'),
    })
    reply.headers({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    return reply.send(openLiveStream(ctx, input, error => onError(error, path, ctx)))
  })
}
