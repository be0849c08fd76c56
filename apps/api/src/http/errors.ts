import { DomainError, type ErrorKind } from '@quarterdeck/core/kernel'
import type { FastifyError, FastifyInstance } from 'fastify'

const statuses: Record<ErrorKind, number> = {
  not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  too_large: 413,
  limit_reached: 429,
  unavailable: 503,
}

/** Fastify's own refusals, in our words; its codes are its own business. */
const names: Record<number, string> = { 404: 'not_found', 413: 'too_large', 415: 'unsupported_media_type' }

/** The one place where errors become answers of the plain routes. */
export function mapErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | DomainError, request, reply) => {
    if (error instanceof DomainError) {
      if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter))
      const { kind, message, issues } = error
      return reply.status(statuses[kind]).send({ error: kind, message, issues, requestId: request.id })
    }
    const status = error.statusCode ?? 500
    if (status < 500) {
      return reply
        .status(status)
        .send({ error: names[status] ?? 'invalid', message: error.message, requestId: request.id })
    }
    request.log.error({ err: error }, 'A request failed unexpectedly')
    return reply.status(500).send({
      error: 'internal',
      message: 'Something went wrong here; quote the request id to whoever runs this',
      requestId: request.id,
    })
  })
}
