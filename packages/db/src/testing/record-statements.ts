import type { Database } from '../database.ts'

type Prepare = (query: { sql: string }, ...rest: unknown[]) => unknown

/** Where Drizzle hands every statement to its driver. It is not part of its public types, so that it is checked here. */
function sessionOf(db: object): { prepareQuery: Prepare } {
  const session: unknown = Reflect.get(db, 'session')
  if (typeof session !== 'object' || session === null || typeof Reflect.get(session, 'prepareQuery') !== 'function') {
    throw new TypeError('Drizzle prepares its statements elsewhere now: find out where')
  }
  // Just checked.
  return session as { prepareQuery: Prepare }
}

export interface Recorded {
  database: Database
  /** What ran outside transactions since it was last emptied: assign `length = 0`. */
  statements: string[]
}

/** Listens to what a database is asked, in Drizzle's words and in plain SQL. */
export function recordStatements(database: Database): Recorded {
  const statements: string[] = []
  const session = sessionOf(database.db)
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (query, ...rest) => {
    statements.push(query.sql)
    return prepare(query, ...rest)
  }
  const run: Database['run'] = (text, params) => {
    statements.push(text)
    return database.run(text, params)
  }
  return { database: { ...database, run }, statements }
}
