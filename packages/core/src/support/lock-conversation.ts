import { conversations, type Db } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { notFound, type Scope } from '../kernel/index.ts'
import { isStaff, mayAnswer, personOf } from './who.ts'

export type ConversationRow = typeof conversations.$inferSelect

/**
 * Holds a conversation for the rest of the transaction. Whoever writes to what belongs to it (messages, escalations,
 * attachments) holds it first: so its messages have no gap, and nobody answers who was just relieved.
 * @throws DomainError `not_found` when it is not there, or not the caller's to see.
 */
export async function lockConversation(tx: Db, scope: Scope, id: string): Promise<ConversationRow> {
  const [row] = await tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, id)))
    .for('update')
  if (!row || !(isStaff(scope) || row.personId === personOf(scope))) throw notFound('This conversation')
  return row
}

/**
 * The same for whoever takes part: its customer, or staff who may answer.
 * @throws DomainError `not_found`, also for staff who only look on.
 */
export async function lockToWrite(tx: Db, scope: Scope, id: string): Promise<ConversationRow> {
  const row = await lockConversation(tx, scope, id)
  if (!mayAnswer(scope) && row.personId !== personOf(scope)) throw notFound('A conversation that you may write to')
  return row
}
