import { DomainError, type ErrorKind, type InputIssue, invalid } from '@quarterdeck/core/kernel'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'

type Code = TRPCError['code']

const codes: Record<ErrorKind, Code> = {
  not_found: 'NOT_FOUND',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  conflict: 'CONFLICT',
  invalid: 'BAD_REQUEST',
  too_large: 'PAYLOAD_TOO_LARGE',
  limit_reached: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
}

/** What callers see of an error: never the text of one that nobody meant for them. */
export interface PublicError {
  code: Code
  message: string
  issues: InputIssue[] | undefined
  retryAfter: number | undefined
  details: object | undefined
  /** Nobody expected it: to be logged whole, under the request id that the caller sees. */
  unexpected: boolean
}

/** The one place where errors of the domains become errors of this door. */
export function toPublicError(error: TRPCError): PublicError {
  const { cause, code, message } = error
  const known = { issues: undefined, retryAfter: undefined, details: undefined, unexpected: false }
  if (cause instanceof DomainError) {
    return {
      ...known,
      code: codes[cause.kind],
      message: cause.message,
      issues: cause.issues,
      retryAfter: cause.retryAfter,
      details: cause.details,
    }
  }
  if (cause instanceof z.ZodError) {
    const issues = cause.issues.map(issue => ({ path: issue.path.join('.'), message: issue.message }))
    const sentence = issues.map(issue => (issue.path ? `${issue.path}: ${issue.message}` : issue.message)).join('; ')
    return { ...known, code: 'BAD_REQUEST', message: sentence, issues }
  }
  if (code === 'INTERNAL_SERVER_ERROR') {
    return {
      ...known,
      code,
      message: 'Something went wrong here; quote the request id to whoever runs this',
      unexpected: true,
    }
  }
  return { ...known, code, message }
}

/**
 * What Postgres says of a value that it cannot hold: text with NUL (22021, in JSON 22P05), half a surrogate pair in JSON
 * (22P02), a time (22007 to 22009) or a number (22003) out of its range. The caller's fault, not ours.
 */
const unstorable = ['22003', '22007', '22008', '22009', '22021', '22P02', '22P05']

function isUnstorable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Drizzle wraps what the driver threw.
  return unstorable.includes(String(Reflect.get(error, 'code'))) || isUnstorable(error.cause)
}

/** Errors that callers may see, wrapped so that the transport answers with the right status; others as they are. */
export function asExpected(error: TRPCError): TRPCError {
  const { cause } = error
  const known = isUnstorable(cause)
    ? invalid('One of these values cannot be stored: is it plain text, a time, a number?')
    : cause
  return known instanceof DomainError
    ? new TRPCError({ code: codes[known.kind], message: known.message, cause: known })
    : error
}
