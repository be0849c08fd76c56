import type { Api } from './api.ts'
import { failureOf } from './upload.ts'

/** Reads a file from a plain route, such as `/v1/reports/<id>.pdf`; throws what `readFailure` can read. */
export async function readFile({ url, workspace }: Api, path: string): Promise<Blob> {
  const response = await fetch(url + path, {
    credentials: 'include',
    headers: workspace.id ? { 'x-workspace': workspace.id } : {},
  })
  if (response.ok) return response.blob()
  throw failureOf({
    status: response.status,
    body: await response.json().catch(() => null),
    retryAfter: response.headers.get('retry-after'),
    otherwise: 'The file could not be read.',
  })
}
