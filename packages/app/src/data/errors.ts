/** A failed request, in the terms of the screen. */
export interface Failure {
  /** What happened and what to do, in a sentence. */
  message: string
  /** The server's own sentence, where it sent one. */
  said: string | null
  /** tRPC's code, such as `NOT_FOUND`; `NETWORK` when no answer came. */
  code: string
  /** Quote it to support: the server's log has the rest under it. */
  requestId: string | null
  /** By field, for forms. */
  fields: Readonly<Record<string, string>>
  /** Whether the same request may succeed at once or soon. */
  retryable: boolean
}

/** Longest wait for which a request is worth repeating by itself, in seconds. */
const shortWait = 5

/** A wait in words, never shorter than it is: `40` → `40 s`, `671` → `12 min`. */
export function waitInWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))}\u00a0s`
  if (seconds < 3_600) return `${Math.ceil(seconds / 60)}\u00a0min`
  return `${Math.ceil(seconds / 3_600)}\u00a0h`
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const text = (value: unknown): string | null => (typeof value === 'string' && value.length > 0 ? value : null)

/** Field messages from `data.issues`: `[{path: 'steps.0.name', message}]` or a path in parts. */
function fieldMessages(issues: unknown): Record<string, string> {
  const fields: Record<string, string> = {}
  if (!Array.isArray(issues)) return fields
  for (const issue of issues) {
    if (!isRecord(issue)) continue
    const path = Array.isArray(issue.path) ? issue.path.join('.') : text(issue.path)
    const message = text(issue.message)
    if (path && message && !(path in fields)) fields[path] = message
  }
  return fields
}

const retryableCodes = new Set(['NETWORK', 'INTERNAL_SERVER_ERROR', 'TIMEOUT', 'SERVICE_UNAVAILABLE'])

/** Reads any thrown value. A tRPC error has `data.code`; an error without `data` never reached the server. */
export function readFailure(error: unknown): Failure {
  const data = isRecord(error) && isRecord(error.data) ? error.data : null
  if (!data) {
    return {
      message: 'The server did not answer. Check the connection, then try again.',
      said: null,
      code: 'NETWORK',
      requestId: null,
      fields: {},
      retryable: true,
    }
  }
  const code = text(data.code) ?? 'INTERNAL_SERVER_ERROR'
  const fields = fieldMessages(data.issues)
  const own = isRecord(error) ? text(error.message) : null
  const named = Object.entries(fields).map(([path, message]) => `${path}: ${message}`)
  const wait = typeof data.retryAfter === 'number' ? data.retryAfter : null
  if (code === 'TOO_MANY_REQUESTS') {
    return {
      message: `Too many tries. Try again ${wait === null ? 'in a while' : `in ${waitInWords(wait)}`}.`,
      said: own,
      code,
      requestId: text(data.requestId),
      fields: {},
      retryable: wait !== null && wait <= shortWait,
    }
  }
  return {
    message:
      code === 'BAD_REQUEST' && named.length > 0 ? named.join(' ') : (own ?? 'Something went wrong on the server.'),
    said: own,
    code,
    requestId: text(data.requestId),
    fields,
    retryable: retryableCodes.has(code),
  }
}
