import type { Message } from './conversation.ts'

export type Attachment = Message['attachments'][number]

/** Largest attachment, in bytes. */
export const maxFile = 10 * 1024 * 1024
export const fileTypes = 'image/jpeg,image/png,image/gif,application/pdf,text/plain'

/** Sends a file to a conversation; it belongs to a message once one is sent with it. Throws what the server says. */
export async function uploadFile(apiUrl: string, conversationId: string, file: File, workspaceId: string | null) {
  if (file.size > maxFile) throw new Error(`${file.name} is larger than 10 MB.`)
  const query = new URLSearchParams({ conversationId, name: file.name })
  const response = await fetch(`${apiUrl}/v1/attachments?${query}`, {
    method: 'POST',
    credentials: 'include',
    headers: {
      'content-type': file.type || 'application/octet-stream',
      ...(workspaceId && { 'x-workspace': workspaceId }),
    },
    body: file,
  })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new Error(String(Reflect.get(Object(body), 'message') ?? 'The file could not be sent.'))
  // What `POST /v1/attachments` answers.
  return body as Attachment
}
