import { type Db, issues } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'

/**
 * Holds an issue for the rest of the transaction. Whoever writes to what belongs to an issue (history, links, notices)
 * holds the issue first: in this order nobody waits for somebody who waits for them.
 */
export async function lockIssue(tx: Db, id: string): Promise<void> {
  await tx.select({ id: issues.id }).from(issues).where(eq(issues.id, id)).for('no key update')
}
