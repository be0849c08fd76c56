import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as schema from './schema/index.ts'

/** Drizzle over either engine, or a transaction of it: queries are written once. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

export type Engine = 'postgres' | 'pglite'

/** A plain statement with `$1` parameters: what hot paths and the job runner use. */
export type RunStatement = <Row extends object>(text: string, params?: readonly unknown[]) => Promise<Row[]>

export interface Listener {
  /** Called for each notification. */
  onPayload: (payload: string) => void
  /** Called when listening has begun, and again after every reconnect: read there what may have been missed. */
  onReady: () => void
}

/** An open database: the one thing that differs between embedded and server mode is made in `open.ts`. */
export interface Database {
  readonly engine: Engine
  readonly db: Db
  readonly run: RunStatement
  /**
   * The same for a text that never changes and is asked with every request: planned once, which takes the embedded
   * database longer than running it.
   */
  readonly runPlanned: <Row extends object>(text: string, params: readonly string[]) => Promise<Row[]>
  /** Several statements without parameters, in one round trip. */
  readonly script: (text: string) => Promise<object[]>
  readonly listen: (channel: string, listener: Listener) => Promise<() => Promise<void>>
  /** How many statements may run at once. */
  readonly connections: number
  readonly url: string | null
  readonly close: () => Promise<void>
}
