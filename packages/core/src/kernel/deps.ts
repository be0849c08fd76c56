import type { Database, Db } from '@quarterdeck/db'
import type { ChangeFeed } from './change-feed.ts'
import type { Clock } from './clock.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'

/** What verbs need of the world. Composed once, in `apps/api/src/compose.ts`. */
export interface Deps {
  readonly database: Database
  /** Short for `database.db`. */
  readonly db: Db
  readonly vectors: boolean
  readonly jobs: Jobs
  readonly changes: ChangeFeed
  readonly clock: Clock
  readonly log: Log
}
