import type { Api } from './api.ts'

/** Largest file that the server takes, in bytes. */
export const largestFile = 10 * 1024 * 1024

/** The codes by which `readFailure` knows what went wrong, by status. */
const codes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
}

export interface Sending {
  method: 'POST' | 'PUT'
  /** On the server, such as `/v1/documents`. */
  path: string
  /** How much of it has left, 0 to 1. */
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

export interface Upload extends Sending {
  file: File
  /** Sent before the file, in the same form. */
  fields?: Readonly<Record<string, string>>
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export interface Refusal {
  status: number
  /** Its JSON, if it is any. */
  body: unknown
  retryAfter: string | null
  /** What to say where the server says nothing. */
  otherwise: string
}

/** What a plain route says of a refusal, in the form in which tRPC's errors are read. */
export function failureOf({ status, body, retryAfter, otherwise }: Refusal): Error {
  const said = Object(body)
  const wait = Number(retryAfter)
  return Object.assign(new Error(String(said.message ?? otherwise)), {
    data: {
      code: codes[status] ?? 'INTERNAL_SERVER_ERROR',
      issues: said.issues,
      requestId: said.requestId,
      ...(wait > 0 && { retryAfter: wait }),
    },
  })
}

const refusalOf = (request: XMLHttpRequest): Error =>
  failureOf({
    status: request.status,
    body: readJson(request.responseText),
    retryAfter: request.getResponseHeader('retry-after'),
    otherwise: 'The file could not be sent.',
  })

/**
 * Sends something to a plain route; by XMLHttpRequest, because `fetch` does not tell how far it is.
 * @returns the answer's JSON.
 */
export function sendBody({ url, workspace }: Api, body: FormData | Blob, sending: Sending): Promise<unknown> {
  const { method, path, onProgress, signal } = sending
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url + path)
    request.withCredentials = true
    if (workspace.id) request.setRequestHeader('x-workspace', workspace.id)
    if (onProgress) request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () =>
      request.status === 200 ? resolve(readJson(request.responseText)) : reject(refusalOf(request))
    request.onerror = () => reject(new Error('The file could not be sent.'))
    request.onabort = () => reject(new Error('Sending was stopped.'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}

/** Sends a file in a form. @returns the answer's JSON. */
export function sendFile(api: Api, { file, fields = {}, ...sending }: Upload): Promise<unknown> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  return sendBody(api, form, sending)
}
