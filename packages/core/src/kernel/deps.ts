import type { Database, Db, WebhookSource } from '@quarterdeck/db'
import type { ChangeFeed } from './change-feed.ts'
import type { Clock } from './clock.ts'
import type { Embedder } from './embedder.ts'
import type { Integrations } from './integrations.ts'
import type { Jobs } from './jobs.ts'
import type { Limits } from './limits.ts'
import type { Llm } from './llm.ts'
import type { Log } from './log.ts'
import type { Mailer } from './mailer.ts'
import type { ObjectStore } from './object-store.ts'
import type { TokenVerifier } from './token-verifier.ts'
import type { Whispers } from './whispers.ts'

/** What verbs need of the world. Composed once, in `apps/api/src/compose.ts`. */
export interface Deps {
  readonly database: Database
  /** Short for `database.db`. */
  readonly db: Db
  readonly vectors: boolean
  readonly jobs: Jobs
  readonly changes: ChangeFeed
  /** What is said while it happens and not stored: who types, an answer as it grows. */
  readonly whispers: Whispers
  readonly clock: Clock
  /** How often what may be done. */
  readonly limits: Limits
  readonly log: Log
  /** Null without a language model. */
  readonly llm: Llm | null
  /** Null without an embedding model: search is then by words alone. */
  readonly embedder: Embedder | null
  /** The bucket that files are kept in; null: they are kept in the database. */
  readonly objects: ObjectStore | null
  /** Null without a mail server: e-mail then waits in its table. */
  readonly mailer: Mailer | null
  /** Of the product that runs. */
  readonly version: string
  /** Where people reach this server, without a slash at the end: what links in e-mails begin with. */
  readonly publicUrl: string
  /** Knows the bearer tokens of the identity provider; null without one. */
  readonly providerTokens: TokenVerifier | null
  /** What deliveries are signed with, by source: one secret, or two while one replaces the other. */
  readonly webhookSecrets: Readonly<Partial<Record<WebhookSource, readonly string[]>>>
  /** Programs outside that issues are handed to, and how they are reached. */
  readonly integrations: Integrations
}
