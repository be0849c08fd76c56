import { type Db, essayRequests } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { notFound, type Scope } from '../kernel/index.ts'
import { isStaff, mayEdit, personOf } from './who.ts'

export type EssayRequestRow = typeof essayRequests.$inferSelect

/**
 * Holds a request for the rest of the transaction. Whoever writes to what belongs to it (drafts, history, links) holds it
 * first: so its versions have no gap, and nobody edits what was just finished.
 * @throws DomainError `not_found` when it is not there, or not the caller's to see.
 */
export async function lockRequest(tx: Db, scope: Scope, id: string): Promise<EssayRequestRow> {
  const [row] = await tx
    .select()
    .from(essayRequests)
    .where(and(eq(essayRequests.workspaceId, scope.workspaceId), eq(essayRequests.id, id)))
    .for('update')
  if (!row || !(isStaff(scope) || row.ownerId === personOf(scope))) throw notFound('This request')
  return row
}

/**
 * The same for whoever takes part: its customer, or staff who may edit.
 * @throws DomainError `not_found`, also for staff who only look on.
 */
export async function lockToWrite(tx: Db, scope: Scope, id: string): Promise<EssayRequestRow> {
  const row = await lockRequest(tx, scope, id)
  if (!mayEdit(scope) && row.ownerId !== personOf(scope)) throw notFound('A request that you may change')
  return row
}
