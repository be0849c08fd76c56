import type { Database } from '../database.ts'

type Prepare = (query: { sql: string }, ...rest: unknown[]) => unknown
type Transact = (work: (tx: object) => unknown, ...rest: unknown[]) => unknown

interface Session {
  prepareQuery: Prepare
  transaction: Transact
}

/** Where Drizzle hands every statement to its driver. It is not part of its public types, so that it is checked here. */
function sessionOf(db: object): Session {
  const session: unknown = Reflect.get(db, 'session')
  const has = (name: keyof Session) =>
    typeof session === 'object' && session !== null && typeof Reflect.get(session, name) === 'function'
  if (!has('prepareQuery') || !has('transaction')) {
    throw new TypeError('Drizzle prepares its statements elsewhere now: find out where')
  }
  // Just checked.
  return session as Session
}

/** Tells of each statement of a database or transaction, and of those that begin in it. */
function tap(db: object, tell: (text: string) => void): void {
  const session = sessionOf(db)
  const prepare = session.prepareQuery.bind(session)
  const transact = session.transaction.bind(session)
  session.prepareQuery = (query, ...rest) => {
    tell(query.sql)
    return prepare(query, ...rest)
  }
  session.transaction = (work, ...rest) =>
    transact(
      tx => {
        tap(tx, tell)
        return work(tx)
      },
      ...rest,
    )
}

export interface Recorded {
  database: Database
  /** What ran since it was last emptied: assign `length = 0`. */
  statements: string[]
}

/** Listens to what a database is asked, in Drizzle's words and in plain SQL. */
export function recordStatements(database: Database): Recorded {
  const statements: string[] = []
  tap(database.db, text => statements.push(text))
  const run: Database['run'] = (text, params) => {
    statements.push(text)
    return database.run(text, params)
  }
  const runPlanned: Database['runPlanned'] = (text, params) => {
    statements.push(text)
    return database.runPlanned(text, params)
  }
  return { database: { ...database, run, runPlanned }, statements }
}
