import { counters, type Db } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'

/** Takes the next number of a workspace's counter, from 1. Call it inside the transaction that uses the number. */
export async function nextNumber(tx: Db, workspaceId: string, name: string): Promise<number> {
  const [row] = await tx
    .insert(counters)
    .values({ workspaceId, name, value: 1 })
    .onConflictDoUpdate({ target: [counters.workspaceId, counters.name], set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value })
  if (!row) throw new Error(`Counter ${name} gave no number`)
  return row.value
}
