import { type KeyHolder, keyScope, readKey } from '@quarterdeck/core/identity'
import { type Deps, DomainError, unauthenticated, unavailable } from '@quarterdeck/core/kernel'
import { admitBatch, countUnreadable, ingest, readBatch } from '@quarterdeck/core/tracking'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readJson, takeRawBodies } from './body.ts'
import { bearerOf, originOf } from './origin.ts'
import { limitByAddress, rateHeaders } from './rates.ts'

/** A revoked key is refused after this long at the latest, in milliseconds. */
const keyMemory = 5_000
/** Wrong keys are not remembered; right ones are few. */
const maxKeys = 1_000

interface RememberedKey {
  key: KeyHolder
  until: number
}

/** @throws DomainError `unavailable`: senders keep their events, as they do when these cannot be stored. */
async function lookUp(deps: Deps, text: string): Promise<KeyHolder | null> {
  try {
    return await readKey(deps, text)
  } catch (error) {
    deps.log.error({ err: error }, 'A write key could not be looked up; its sender was told to retry')
    throw unavailable('The database cannot be reached: send these events again', 5, error)
  }
}

/** Looks a key up once every few seconds instead of once a batch. */
function createKeyReader(deps: Deps) {
  const remembered = new Map<string, RememberedKey>()
  return async (request: FastifyRequest, reply: FastifyReply): Promise<KeyHolder> => {
    const text = writeKeyOf(request)
    const known = text === null ? undefined : remembered.get(text)
    if (known && known.until > performance.now()) return known.key
    const key = text === null ? null : await lookUp(deps, text)
    if (!key || text === null) {
      if (text !== null) {
        await limitByAddress(deps, deps.limits.anonymous, 'ingest', request, reply)
        throw unauthenticated('No such write key: it is not complete, of another server, or was revoked')
      }
      throw unauthenticated(
        'Send a write key: as `Authorization: Bearer`, as `x-write-key`, or as the user name of Basic',
      )
    }
    if (remembered.size >= maxKeys) remembered.clear()
    remembered.set(text, { key, until: performance.now() + keyMemory })
    return key
  }
}

/** The write key, wherever the sender put it. */
function writeKeyOf(request: FastifyRequest): string | null {
  const header = request.headers['x-write-key']
  if (typeof header === 'string' && header) return header
  const basic = /^basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!basic) return bearerOf(request)
  return Buffer.from(basic, 'base64').toString('utf8').split(':')[0] || null
}

/** Segment's single-message routes, by the type that each stands for. */
const single = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const

/** `POST /v1/batch` and Segment's single routes: plain routes, because tRPC costs several times the work of a batch. */
export async function ingestRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  takeRawBodies(app)
  const readWriteKey = createKeyReader(deps)

  // Trackers run on other sites: any origin may send, no cookie is looked at.
  app.addHook('onRequest', async (_request, reply) => {
    // Pages of other sites see only the headers named here.
    reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' })
  })
  app.options('/v1/*', async (_request, reply) =>
    reply
      .headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization, content-type, content-encoding, x-write-key',
        'access-control-max-age': '86400',
      })
      .status(204)
      .send(),
  )

  // The body's own limit refuses before there is a handler: here is every request that no events were read from.
  app.addHook('onError', async (request, reply, error) => {
    const isRefused = error instanceof DomainError ? /^(invalid|too_large)$/.test(error.kind) : error.statusCode === 413
    if (!isRefused) return
    // The sender has an answer in any case; without a key that can be read there is nobody to count it for.
    const key = await readWriteKey(request, reply).catch(() => null)
    if (key?.scopes.includes('ingest')) {
      await countUnreadable(deps, keyScope(key, 'ingest', originOf(request)), error.message)
    }
  })

  async function take(request: FastifyRequest, reply: FastifyReply, wrap: (body: unknown) => unknown) {
    const scope = keyScope(await readWriteKey(request, reply), 'ingest', originOf(request))
    const body = await readJson(request.body, request.headers['content-encoding'])
    const batch = readBatch(wrap(body))
    reply.headers(rateHeaders(await admitBatch(deps, scope, batch)))
    return ingest(deps, scope, batch)
  }

  for (const path of ['/v1/batch', '/v1/import']) app.post(path, (request, reply) => take(request, reply, body => body))
  for (const type of single) {
    app.post(`/v1/${type}`, (request, reply) =>
      take(request, reply, body => {
        const message = typeof body === 'object' && body !== null ? body : {}
        return { batch: [{ ...message, type }], sentAt: Reflect.get(message, 'sentAt') }
      }),
    )
  }
}
