import type { Readable } from 'node:stream'
import { attachmentBlobs, attachments, messages } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import {
  audit,
  type Deps,
  fileKind,
  invalid,
  largestFile,
  newId,
  notFound,
  type Scope,
  takeRate,
  tooLarge,
} from '../kernel/index.ts'
import { readConversation } from './conversation-rows.ts'
import { lockToWrite } from './lock-conversation.ts'
import type { AttachmentDto } from './model.ts'
import { keepObject, noteObject, objectKeyOf, readObject, sendObject } from './stored-files.ts'
import { isStaff, personOf } from './who.ts'

export const uploadInput = z.strictObject({
  conversationId: z.guid(),
  /** What people call it; its path, if any, is left out. */
  name: z
    .string()
    .max(1_000)
    .transform(text => (text.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(0, 200) || 'file'),
})
export type UploadInput = z.infer<typeof uploadInput>

/**
 * Keeps a file for a message of the caller's that is to be sent: give its id to `messages.send`.
 * @throws DomainError `not_found`; `too_large`; `invalid` when it is none of the kinds that we take; `limit_reached`;
 *   `unavailable` when the bucket is
 */
export async function uploadAttachment(
  deps: Deps,
  scope: Scope,
  { conversationId, name }: UploadInput,
  content: Buffer,
): Promise<AttachmentDto> {
  const { actor, workspaceId } = scope
  if (content.length > largestFile) throw tooLarge('A file may have 10 MB at most')
  const type = fileKind(content)
  if (!type) throw invalid('Send a JPEG, PNG, GIF, PDF or plain text')
  if (actor.kind === 'person' && actor.role === 'member') await takeRate(deps, deps.limits.messages, actor.id)
  const [id, size, createdAt] = [newId(), content.length, deps.clock.now()]
  const objectKey = deps.objects && objectKeyOf(workspaceId, id)
  if (objectKey) {
    await deps.db.transaction(async tx => {
      await lockToWrite(tx, scope, conversationId)
      await noteObject(tx, deps, objectKey)
    })
    await sendObject(deps, objectKey, content, type)
  }
  return deps.db.transaction(async tx => {
    await lockToWrite(tx, scope, conversationId)
    const [uploaderId, facts] = [personOf(scope), { name, type, size, objectKey, createdAt }]
    await tx.insert(attachments).values({ id, workspaceId, conversationId, uploaderId, ...facts })
    if (objectKey) await keepObject(tx, objectKey)
    else await tx.insert(attachmentBlobs).values({ attachmentId: id, content })
    await audit(tx, scope, {
      ...{ action: 'attachments.upload', entity: 'attachment', entityId: id },
      after: { conversationId, type, size },
    })
    return { id, name, type, size, url: `/attachments/${id}` }
  })
}

export interface AttachmentFile {
  name: string
  type: string
  /** In bytes. */
  size: number
  content: Buffer | Readable
}

/**
 * A file of a conversation that the caller may see: customers none of a note, and nobody but its sender one that was not
 * sent yet.
 * @throws DomainError `not_found`; `unavailable`
 */
export async function readAttachment(deps: Deps, scope: Scope, id: string): Promise<AttachmentFile> {
  const [row] = z.guid().safeParse(id).success
    ? await deps.db
        .select({ attachment: attachments, internal: messages.internal, content: attachmentBlobs.content })
        .from(attachments)
        .leftJoin(attachmentBlobs, eq(attachmentBlobs.attachmentId, attachments.id))
        .leftJoin(messages, eq(messages.id, attachments.messageId))
        .where(and(eq(attachments.workspaceId, scope.workspaceId), eq(attachments.id, id)))
    : []
  if (!row) throw notFound('This attachment')
  const { attachment, internal, content } = row
  await readConversation(deps.db, scope, attachment.conversationId, deps.clock.now())
  const isLoose = attachment.messageId === null && attachment.uploaderId !== personOf(scope)
  if (isLoose || (internal && !isStaff(scope))) throw notFound('This attachment')
  const { name, type, size, objectKey } = attachment
  if (objectKey) return { name, type, size, content: await readObject(deps, objectKey) }
  if (!content) throw new Error(`Attachment ${id} has no content`)
  return { name, type, size, content }
}
