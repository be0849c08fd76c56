import { DomainError, type ErrorKind, type InputIssue } from '@quarterdeck/core/kernel'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'

type Code = TRPCError['code']

const codes: Record<ErrorKind, Code> = {
  not_found: 'NOT_FOUND',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  conflict: 'CONFLICT',
  invalid: 'BAD_REQUEST',
  limit_reached: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
}

/** What callers see of an error: never the text of one that nobody meant for them. */
export interface PublicError {
  code: Code
  message: string
  issues: InputIssue[] | undefined
  retryAfter: number | undefined
  /** Nobody expected it: to be logged whole, under the request id that the caller sees. */
  unexpected: boolean
}

/** The one place where errors of the domains become errors of this door. */
export function toPublicError(error: TRPCError): PublicError {
  const { cause, code, message } = error
  const known = { issues: undefined, retryAfter: undefined, unexpected: false }
  if (cause instanceof DomainError) {
    return {
      ...known,
      code: codes[cause.kind],
      message: cause.message,
      issues: cause.issues,
      retryAfter: cause.retryAfter,
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

/** Thrown errors of the domains, wrapped so that the transport answers with the right status. */
export function asTrpcError(cause: DomainError): TRPCError {
  return new TRPCError({ code: codes[cause.kind], message: cause.message, cause })
}
