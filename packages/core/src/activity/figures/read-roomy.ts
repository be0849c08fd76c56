import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'

/** Runs a query that groups many facts: with room for that, and without compiling it, which takes longer than to run it. */
export const readRoomy = <Row extends object>(db: Db, query: SQL): Promise<Row[]> =>
  db.transaction(async tx => {
    await tx.execute(sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`)
    return rowsOf<Row>(tx, query)
  })
