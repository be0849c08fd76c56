import {
  countRefusal,
  type Deps,
  notFound,
  takeDelivery,
  takeRate,
  unavailable,
  type WebhookDefinition,
  type WebhookHeaders,
  type WebhookRefusalReason,
  webhookRefusalReasons,
} from '@quarterdeck/core/kernel'
import { webhookDefinitions } from '@quarterdeck/core/webhooks'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { takeRawBodies } from './body.ts'

interface Route {
  Params: { source: string }
}

/** Providers try again later; that a setting is missing is no fault of theirs. */
const unsetRetryAfter = 300

const statusOf: Partial<Record<WebhookRefusalReason, number>> = { content_type: 415, too_large: 413 }

function findDefinition(name: string): WebhookDefinition {
  const definition = webhookDefinitions.find(({ source }) => source === name)
  if (!definition) throw notFound(`A source of webhooks called ${name}`)
  return definition
}

const headersOf = (request: FastifyRequest): WebhookHeaders =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )

const contentTypeOf = (request: FastifyRequest): string =>
  request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''

/**
 * `POST /webhooks/:source`: believes nothing but the signature of the bytes, keeps the delivery and answers; a job
 * applies it. 202 for a new one, 200 for one that is here already.
 */
export async function webhookRoutes(
  app: FastifyInstance,
  { deps, workspaceId }: { deps: Deps; workspaceId: string },
): Promise<void> {
  takeRawBodies(app)

  /** Of what is refused only the number is kept; a flood is not even counted. */
  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    definition: WebhookDefinition,
    reason: WebhookRefusalReason,
  ) {
    await takeRate(deps, deps.limits.badDeliveries, definition.source)
    await countRefusal(deps, definition.source, reason)
    const message = webhookRefusalReasons[reason]
    return reply.status(statusOf[reason] ?? 400).send({ error: reason, message, requestId: request.id })
  }

  app.setErrorHandler(async (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error
    const [, , name = ''] = request.url.split(/[/?]/)
    return refuse(request, reply, findDefinition(name), 'too_large')
  })

  async function take(definition: WebhookDefinition, request: FastifyRequest, reply: FastifyReply) {
    const { source, setting, contentTypes } = definition
    const secrets = deps.webhookSecrets[source]
    if (!secrets) throw unavailable(`Deliveries of ${source} are not taken here: set ${setting}`, unsetRetryAfter)
    if (!contentTypes.includes(contentTypeOf(request))) return refuse(request, reply, definition, 'content_type')
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const headers = headersOf(request)
    const verdict = await definition.verify(body, headers, secrets, deps.clock.now(), deps.publicUrl + request.url)
    if ('refused' in verdict) return refuse(request, reply, definition, verdict.refused)
    await takeRate(deps, deps.limits.deliveries, source)
    const status = await takeDelivery(deps, { workspaceId, source, ...verdict, headers, body })
    return reply.status(status === 'received' ? 202 : 200).send({ status })
  }

  app.post<Route>('/webhooks/:source', (request, reply) => take(findDefinition(request.params.source), request, reply))
  for (const definition of webhookDefinitions) {
    const { source, maxBody: bodyLimit, topics = [] } = definition
    const paths = [...(bodyLimit ? [''] : []), ...topics].map(topic => `/webhooks/${source}${topic}`)
    const options = bodyLimit ? { bodyLimit } : {}
    for (const path of paths) app.post(path, options, (request, reply) => take(definition, request, reply))
  }
}
