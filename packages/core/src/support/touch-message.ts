import { conversations, type Db, messages } from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'
import { type Deps, notFound } from '../kernel/index.ts'

/**
 * Changes a message, or what stands beside it, so that whoever follows the conversation gets it again. Takes the lock of the
 * conversation's row.
 * @throws DomainError `not_found`
 */
export async function touchMessage(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  { id, conversationId }: { id: string; conversationId: string },
  set: Partial<typeof messages.$inferInsert> = {},
): Promise<void> {
  const [row] = await tx
    .update(conversations)
    .set({ lastChange: sql`${conversations.lastChange} + 1`, updatedAt: clock.now() })
    .where(eq(conversations.id, conversationId))
    .returning({ change: conversations.lastChange })
  if (!row) throw notFound('This conversation')
  await tx
    .update(messages)
    .set({ ...set, change: row.change })
    .where(eq(messages.id, id))
}
