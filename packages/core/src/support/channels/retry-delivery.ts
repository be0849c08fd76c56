import { messageDeliveries, messages } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, newId, notFound, type Scope } from '../../kernel/index.ts'
import { lockToWrite } from '../lock-conversation.ts'
import { readMessage } from '../message-rows.ts'
import type { MessageDto } from '../model.ts'
import { touchMessage } from '../touch-message.ts'
import { deliverQueue } from './delivery-queue.ts'
import { partsOf } from './request-delivery.ts'

/**
 * Has those parts of a message sent again that failed. What was told of them until now concerns the new ones no more; still
 * they are looked for first, so that one that is there after all is not sent twice.
 * @throws DomainError `not_found`; `conflict` when nothing failed, or the message was taken back.
 */
export async function retryDelivery(deps: Deps, scope: Scope, { id }: ById): Promise<MessageDto> {
  return deps.db.transaction(async tx => {
    const here = and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id))
    const [found] = await tx.select({ conversationId: messages.conversationId }).from(messages).where(here)
    if (!found) throw notFound('This message')
    await lockToWrite(tx, scope, found.conversationId)
    const [message] = await tx.select().from(messages).where(here)
    if (!message || message.deletedAt) throw conflict('This message was removed')
    const isFailed = and(eq(messageDeliveries.messageId, id), eq(messageDeliveries.status, 'failed'))
    const failed = await tx.delete(messageDeliveries).where(isFailed).returning()
    const [first] = failed
    if (!first) throw conflict('Nothing of this message has failed')
    const [now, parts] = [deps.clock.now(), await partsOf(tx, message, first.channel)]
    const rows = failed.flatMap(row => {
      const body = parts[row.part]
      const fresh = { id: newId(), status: 'waiting' as const, externalId: null, error: null, dueAt: now }
      return body === undefined ? [] : [{ ...row, ...fresh, body, tries: 1 }]
    })
    if (rows.length > 0) await tx.insert(messageDeliveries).values(rows)
    await deps.jobs.enqueue(tx, deliverQueue, { conversationId: message.conversationId })
    await touchMessage(tx, deps, message)
    await audit(tx, scope, {
      ...{ action: 'messages.retryDelivery', entity: 'message', entityId: id },
      after: { conversationId: message.conversationId, parts: rows.length },
    })
    return readMessage(tx, scope, id)
  })
}
