import type { SQL } from 'drizzle-orm'
import type { Db } from './database.ts'

/**
 * Runs hand-written SQL and gives its rows, which the two drivers wrap differently. The row type is the caller's word
 * for what its SELECT list gives: keep it beside the SQL.
 */
export async function rowsOf<Row extends object>(db: Db, query: SQL): Promise<Row[]> {
  const result: unknown = await db.execute(query)
  if (Array.isArray(result)) return [...result] as Row[]
  if (result && typeof result === 'object' && 'rows' in result && Array.isArray(result.rows))
    return result.rows as Row[]
  throw new TypeError('The driver gave no rows')
}
