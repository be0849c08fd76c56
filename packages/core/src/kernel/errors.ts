export type ErrorKind =
  | 'not_found'
  | 'unauthenticated'
  | 'forbidden'
  | 'conflict'
  | 'invalid'
  | 'too_large'
  | 'limit_reached'
  | 'unavailable'

/** One thing that is wrong with an input, at the path of its field. */
export interface InputIssue {
  path: string
  message: string
}

/**
 * An error that callers may see: its message says what to do. Everything else that is thrown loses its text at the
 * edge and keeps it in the log.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind
  /** For `invalid`: field by field. */
  readonly issues: InputIssue[] | undefined
  /** For `limit_reached` and `unavailable`: when to try again, in seconds. */
  readonly retryAfter: number | undefined
  /** For `conflict`: what the caller needs to go on, such as what is there instead. */
  readonly details: object | undefined

  constructor(
    kind: ErrorKind,
    message: string,
    details: { issues?: InputIssue[]; retryAfter?: number; details?: object; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'DomainError'
    this.kind = kind
    this.issues = details.issues
    this.retryAfter = details.retryAfter
    this.details = details.details
  }
}

export const notFound = (what: string) =>
  new DomainError('not_found', `${what} does not exist here, or is not yours to see`)
export const unauthenticated = (message = 'Sign in first') => new DomainError('unauthenticated', message)
export const forbidden = (message: string) => new DomainError('forbidden', message)
export const conflict = (message: string, details?: object) =>
  new DomainError('conflict', message, details && { details })
export const invalid = (message: string, issues?: InputIssue[]) =>
  new DomainError('invalid', message, issues && { issues })
export const tooLarge = (message: string) => new DomainError('too_large', message)
export const limitReached = (message: string, retryAfter: number) =>
  new DomainError('limit_reached', message, { retryAfter })
export const unavailable = (message: string, retryAfter: number, cause?: unknown) =>
  new DomainError('unavailable', message, { retryAfter, cause })
