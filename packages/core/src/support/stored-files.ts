import type { Readable } from 'node:stream'
import { type Db, orphanedObjects } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { type Deps, minutes, notFound, unavailable } from '../kernel/index.ts'

/**
 * How long a noted object is left alone: longer than an upload takes, which notes its object before it sends it and takes
 * the note back when the attachment is there. So nothing stays in the bucket that no row knows.
 */
export const grace = minutes(15)

const failed = (cause: unknown) =>
  unavailable('Files cannot be stored or read at the moment: try again in a minute', 60, cause)

export const objectKeyOf = (workspaceId: string, attachmentId: string) => `attachments/${workspaceId}/${attachmentId}`

/** Notes an object that is about to be sent, so that it is removed if nothing becomes of it. */
export async function noteObject(tx: Db, deps: Deps, objectKey: string): Promise<void> {
  await tx.insert(orphanedObjects).values({ objectKey, since: deps.clock.now() })
}

/**
 * Takes the note back, in the transaction that makes the attachment.
 * @throws DomainError `unavailable` when it took so long that the object may be gone.
 */
export async function keepObject(tx: Db, objectKey: string): Promise<void> {
  const kept = await tx.delete(orphanedObjects).where(eq(orphanedObjects.objectKey, objectKey)).returning()
  if (kept.length === 0) throw failed(new Error('The upload took too long'))
}

/** @throws DomainError `unavailable` */
export async function sendObject(deps: Deps, objectKey: string, content: Uint8Array, type: string): Promise<void> {
  if (!deps.objects) throw new Error('There is no bucket')
  try {
    await deps.objects.put(objectKey, content, type)
  } catch (error) {
    deps.log.error({ err: error, objectKey }, 'A file could not be stored')
    throw failed(error)
  }
}

/**
 * An attachment's content, as it comes in.
 * @throws DomainError `unavailable`; `not_found` when the bucket has lost it.
 */
export async function readObject(deps: Deps, objectKey: string): Promise<Readable> {
  if (!deps.objects) {
    deps.log.error({ objectKey }, 'A file is in a bucket, and the settings name none')
    throw failed(undefined)
  }
  const content = await deps.objects.get(objectKey).catch((error: unknown) => {
    deps.log.error({ err: error, objectKey }, 'A file could not be read')
    throw failed(error)
  })
  if (content) return content
  deps.log.error({ objectKey }, 'A file is missing in the bucket')
  throw notFound('This attachment’s file')
}
