import { sql } from 'drizzle-orm'
import {
  bigint,
  bit,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, tsvector, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'

const ofWorkspace = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

/** `sample`: made by the sample data. */
const origin = () => text().$type<'product' | 'sample'>().notNull().default('product')

export type InstallationStatus = 'active' | 'suspended' | 'removed'

/** An account of GitHub that installed the app, and how far its history was fetched. */
export const installations = pgTable(
  'installations',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    /** GitHub's number of it. */
    installationId: bigint({ mode: 'number' }).notNull(),
    accountLogin: text().notNull(),
    accountType: text().notNull(),
    repositorySelection: text().$type<'all' | 'selected'>().notNull(),
    status: text().$type<InstallationStatus>().notNull().default('active'),
    lastSyncedAt: moment(),
    lastManualSyncAt: moment(),
    lastSyncError: text(),
    /** What GitHub said last of how many requests are left, and when they are counted anew. */
    rateRemaining: integer(),
    rateResetAt: moment(),
    /** Syncs in a row that had to be begun again. */
    recoveryAttempts: integer().notNull().default(0),
    origin: origin(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('installations_once').on(table.workspaceId, table.installationId)],
)

/** A repository as GitHub last described it. */
export const repositories = pgTable(
  'repositories',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    /** Null where it is known from a webhook that no installation sent. */
    installationId: uuid().references(() => installations.id, { onDelete: 'set null' }),
    ghId: bigint({ mode: 'number' }).notNull(),
    ghNodeId: text(),
    /** `owner/name`. */
    fullName: text().notNull(),
    owner: text().notNull(),
    name: text().notNull(),
    description: text(),
    url: text().notNull(),
    homepage: text(),
    language: text(),
    defaultBranch: text(),
    isPrivate: boolean().notNull().default(false),
    isFork: boolean().notNull().default(false),
    isArchived: boolean().notNull().default(false),
    stars: integer(),
    forks: integer(),
    openIssues: integer(),
    watchers: integer(),
    /** In kilobytes. */
    size: integer(),
    ghCreatedAt: moment(),
    ghUpdatedAt: moment(),
    ghPushedAt: moment(),
    /** Whether syncs and reports take it into account. */
    isTracked: boolean().notNull().default(true),
    /** When the app lost sight of it; what is known of it stays. */
    removedAt: moment(),
    /** Everything up to here was fetched. */
    syncedUntil: moment(),
    origin: origin(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('repositories_once').on(table.workspaceId, table.ghId),
    index('repositories_by_name').on(table.workspaceId, table.fullName, table.id),
    index('repositories_by_installation').on(table.installationId),
  ],
)

export type GitActorKind = 'user' | 'bot' | 'organization' | 'unknown'

/** Who does things in repositories: an account of GitHub, or only a name and an address in a commit. */
export const gitActors = pgTable(
  'git_actors',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    /** `github:<id>`, else `email:<sha256 of the address>`, else `name:<lower case>`. */
    key: text().notNull(),
    ghId: bigint({ mode: 'number' }),
    login: text(),
    name: text(),
    /** Lower case. */
    email: text(),
    avatarUrl: text(),
    kind: text().$type<GitActorKind>().notNull().default('unknown'),
    /** The member who this is. */
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    /** When somebody said who this is, or that it is nobody here: what is guessed by addresses gives way to it. */
    linkDecidedAt: moment(),
    origin: origin(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('git_actors_once').on(table.workspaceId, table.key),
    index('git_actors_by_login').on(table.workspaceId, table.login),
    index('git_actors_by_email').on(table.workspaceId, table.email),
    index('git_actors_by_person').on(table.personId),
  ],
)

export type ActivityKind =
  | 'pr_opened'
  | 'pr_closed'
  | 'pr_merged'
  | 'review_submitted'
  | 'review_comment'
  | 'issue_opened'
  | 'issue_closed'
  | 'issue_comment'
  | 'commit'
  | 'release_published'

/**
 * Facts: something that somebody did in a repository, each once however often it was told. An edit is a row of its own
 * that supersedes the one before, so that what cited the old words still finds them.
 */
export const activity = pgTable(
  'activity',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    repositoryId: uuid()
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    actorId: uuid().references(() => gitActors.id, { onDelete: 'set null' }),
    kind: text().$type<ActivityKind>().notNull(),
    /** What it is a fact of, within the repository: `commit:<sha>`, `pr:12:merged`, `comment:34`. */
    objectKey: text().notNull(),
    occurredAt: moment().notNull(),
    /** Of the pull request or issue. */
    number: integer(),
    /** Of the pull request, issue or release; a commit's first line. */
    title: text(),
    /** The fact in a line, at most 512 characters: what is searched, and what reports are made from. */
    text: text().notNull(),
    url: text().notNull(),
    additions: integer(),
    deletions: integer(),
    filesChanged: integer(),
    /** State, branch, sha and the like, by kind. */
    details: jsonb().$type<Record<string, string | number | boolean | null>>().notNull().default({}),
    /** SHA-256 of identity, text, address and figures: a repeat has the same, an edit another. */
    contentHash: text().notNull(),
    /** When GitHub says that it was last changed: what is older supersedes nothing. */
    ghUpdatedAt: moment(),
    supersededAt: moment(),
    supersededById: uuid(),
    /** When it was taken back: a deleted comment. */
    removedAt: moment(),
    via: text().$type<'webhook' | 'sync' | 'sample'>().notNull(),
    createdAt: createdAt(),
    /** What it is found by: its words, the parts of its identifiers, `#<number>` and `sha:<sha>`. */
    lexemes: tsvector().generatedAlwaysAs(sql`activity_lexemes(text, number, details)`),
  },
  table => [
    uniqueIndex('activity_once')
      .on(table.workspaceId, table.repositoryId, table.objectKey)
      .where(sql`superseded_at is null`),
    index('activity_newest')
      .on(table.workspaceId, table.occurredAt, table.id)
      .where(sql`superseded_at is null and removed_at is null`),
    index('activity_by_repository')
      .on(table.repositoryId, table.occurredAt, table.id)
      .where(sql`superseded_at is null and removed_at is null`),
    index('activity_by_actor')
      .on(table.actorId, table.occurredAt, table.id)
      .where(sql`superseded_at is null and removed_at is null`),
    // When the work on a pull request's branch began.
    index('activity_commits_of_branch')
      .on(table.repositoryId, sql`(details ->> 'branch')`, table.occurredAt)
      .where(sql`kind = 'commit' and superseded_at is null`),
    // Whether new facts landed in a report's past.
    index('activity_by_arrival').on(table.workspaceId, table.createdAt),
    // All that figures count by: they read the index alone.
    index('activity_figures')
      .on(table.workspaceId, table.occurredAt, table.kind, table.repositoryId, table.actorId)
      .where(sql`superseded_at is null and removed_at is null`),
    // What is written waits in a list that every search reads: a short one.
    index('activity_by_lexeme')
      .using('gin', table.lexemes)
      .with({ gin_pending_list_limit: 512 })
      .where(sql`superseded_at is null and removed_at is null`),
  ],
)

/**
 * Texts of facts that were embedded, each once. The vector itself, column `embedding`, is there where pgvector is: made
 * at start-up by `packages/db/src/migrate.ts`.
 */
export const activityEmbeddings = pgTable(
  'activity_embeddings',
  {
    workspaceId: ofWorkspace(),
    model: text().notNull(),
    /** SHA-256 of the text. */
    hash: text().notNull(),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.model, table.hash] })],
)

/** The signs of each fact's embedding: 128 bytes that say which vectors are worth comparing. */
export const activityCodes = pgTable(
  'activity_codes',
  {
    factId: uuid()
      .primaryKey()
      .references(() => activity.id, { onDelete: 'cascade' }),
    workspaceId: ofWorkspace(),
    model: text().notNull(),
    code: bit({ dimensions: 1024 }).notNull(),
  },
  table => [index('activity_codes_by_workspace').on(table.workspaceId)],
)

/** A pull request as it stands: what cycle times are made from. */
export const pullRequests = pgTable(
  'pull_requests',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    repositoryId: uuid()
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    ghId: bigint({ mode: 'number' }).notNull(),
    number: integer().notNull(),
    title: text().notNull(),
    state: text().$type<'open' | 'closed' | 'merged'>().notNull(),
    isDraft: boolean().notNull().default(false),
    authorId: uuid().references(() => gitActors.id, { onDelete: 'set null' }),
    url: text().notNull(),
    headRef: text(),
    baseRef: text(),
    additions: integer(),
    deletions: integer(),
    changedFiles: integer(),
    openedAt: moment().notNull(),
    /** Of its commits the first; null while none is known. */
    firstCommitAt: moment(),
    /** By somebody else than its author. */
    firstReviewAt: moment(),
    mergedAt: moment(),
    closedAt: moment(),
    /** What is older than this changes nothing. */
    ghUpdatedAt: moment().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('pull_requests_once').on(table.repositoryId, table.number),
    index('pull_requests_merged').on(table.workspaceId, table.mergedAt).where(sql`merged_at is not null`),
    index('pull_requests_by_author').on(table.authorId),
  ],
)

export type SyncTrigger = 'manual' | 'cron' | 'webhook' | 'maintenance' | 'recovery'

/** One round of fetching history: all tracked repositories of an installation. At most one runs for each. */
export const syncBatches = pgTable(
  'sync_batches',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    installationId: uuid()
      .notNull()
      .references(() => installations.id, { onDelete: 'cascade' }),
    trigger: text().$type<SyncTrigger>().notNull(),
    status: text().$type<'running' | 'completed' | 'failed'>().notNull().default('running'),
    /** What is older is not asked for. */
    since: moment().notNull(),
    requestedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    /** When somebody is to work on it: later than now while a process does, or while all of it waits. */
    dueAt: moment(),
    /** How often a process began to work on it: who has an older count has lost it. */
    turns: integer().notNull().default(0),
    /** Why it ended, or what the whole of it waits for. */
    error: text(),
    createdAt: createdAt(),
    completedAt: moment(),
  },
  table => [
    uniqueIndex('sync_batches_running').on(table.installationId).where(sql`status = 'running'`),
    index('sync_batches_due').on(table.dueAt).where(sql`status = 'running'`),
    index('sync_batches_newest').on(table.workspaceId, table.createdAt, table.id),
    index('sync_batches_by_requester').on(table.requestedBy),
  ],
)

export type SyncStage = 'commits' | 'pulls' | 'reviews' | 'comments' | 'issues' | 'releases'

/** One repository of a batch. `blocked`: GitHub said to wait until `blockedUntil`. */
export const syncJobs = pgTable(
  'sync_jobs',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    batchId: uuid()
      .notNull()
      .references(() => syncBatches.id, { onDelete: 'cascade' }),
    repositoryId: uuid()
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    status: text().$type<'pending' | 'running' | 'blocked' | 'completed' | 'failed'>().notNull().default('pending'),
    stage: text().$type<SyncStage>(),
    /** Where the stage goes on: kept with the facts of the page before, so that a crash repeats one page at most. */
    cursor: jsonb().$type<Record<string, string | number | null>>(),
    /** 0 to 1. */
    progress: real().notNull().default(0),
    pages: integer().notNull().default(0),
    facts: integer().notNull().default(0),
    blockedUntil: moment(),
    attempts: integer().notNull().default(0),
    error: text(),
    startedAt: moment(),
    completedAt: moment(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('sync_jobs_once').on(table.batchId, table.repositoryId),
    index('sync_jobs_by_repository').on(table.repositoryId),
    index('sync_jobs_newest').on(table.workspaceId, table.createdAt, table.id),
    index('sync_jobs_waiting')
      .on(table.status, table.blockedUntil)
      .where(sql`status in ('pending', 'running', 'blocked')`),
  ],
)

/** What GitHub called a list when we saw it last: asked with that, it costs nothing while nothing has changed. */
export const syncEtags = pgTable(
  'sync_etags',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    repositoryId: uuid()
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    /** Path and query of the list's first page, without what changes from sync to sync. */
    list: text().notNull(),
    etag: text().notNull(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('sync_etags_once').on(table.repositoryId, table.list)],
)
