import type { Db } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'

/**
 * Lets `run` take a person's name, address and values out of audit rows, for their erasure: the one way past the trigger
 * that keeps the log (migration 0004). Columns that may change: actor_id, actor_name, entity_id, before, after, ip.
 * @param tx a transaction: what is let is let only in it.
 */
export async function amendAudit<Result>(tx: Db, run: () => Promise<Result>): Promise<Result> {
  await tx.execute(sql`select set_config('quarterdeck.erasure', 'on', true)`)
  const result = await run()
  // After an error the transaction ends, and the setting with it.
  await tx.execute(sql`select set_config('quarterdeck.erasure', 'off', true)`)
  return result
}
