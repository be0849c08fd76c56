import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'

export type Turnaround = 'standard' | 'express' | 'urgent'
export type EssayRequestStatus = 'submitted' | 'in_progress' | 'completed' | 'cancelled'

/** How part of a text is set: bold, a link, a comment on it. */
export interface EssayMark {
  type: string
  attrs?: Record<string, string | number | null>
}

/** A piece of a document as ProseMirror writes it: a block, a break, or text. */
export interface EssayNode {
  type: string
  attrs?: Record<string, string | number | null>
  content?: EssayNode[]
  marks?: EssayMark[]
  text?: string
}

/** A rich text. What may stand in it is checked in `core/src/essay-requests/document.ts` before it gets here. */
export interface EssayDocument {
  type: 'doc'
  content: EssayNode[]
}

const workspaceId = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

/** A text that somebody wants to have edited, and what became of it. */
export const essayRequests = pgTable(
  'essay_requests',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** Counted per workspace, for people to quote. */
    number: integer().notNull(),
    /** The customer; null when staff made it for somebody without an account. */
    ownerId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    studentName: text().notNull(),
    studentEmail: text().notNull(),
    applicationType: text().notNull(),
    programPrompt: text().notNull(),
    original: jsonb().$type<EssayDocument>().notNull(),
    /** Null until it was saved for the first time. */
    edited: jsonb().$type<EssayDocument>(),
    /** Of the original: what the price was made from. */
    wordCount: integer().notNull(),
    turnaround: text().$type<Turnaround>().notNull(),
    /** In minor units. */
    price: integer().notNull(),
    currency: text().notNull(),
    dueAt: moment().notNull(),
    comments: text(),
    status: text().$type<EssayRequestStatus>().notNull().default('submitted'),
    assigneeId: uuid().references(() => people.id, { onDelete: 'set null' }),
    /** 5 to 9. */
    currentScore: integer(),
    potentialScore: integer(),
    /** The first request of the same essay; null in the first itself. */
    rootId: uuid().references((): AnyPgColumn => essayRequests.id, { onDelete: 'set null' }),
    revision: integer().notNull().default(1),
    /** The draft that `edited` is; 0 without one. Who saves says which one they had seen. */
    version: integer().notNull().default(0),
    /** The newest draft, whether it was taken or kept beside as a conflict. */
    lastVersion: integer().notNull().default(0),
    completedAt: moment(),
    cancelledAt: moment(),
    origin: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('essay_requests_by_number').on(table.workspaceId, table.number),
    uniqueIndex('essay_requests_by_revision').on(sql`coalesce(root_id, id)`, table.revision),
    index('essay_requests_newest').on(table.workspaceId, table.createdAt, table.id),
    index('essay_requests_by_due').on(table.workspaceId, table.dueAt, table.id),
    index('essay_requests_completed').on(table.workspaceId, table.completedAt).where(sql`completed_at is not null`),
    index('essay_requests_by_owner').on(table.ownerId, table.createdAt),
    index('essay_requests_by_assignee').on(table.assigneeId),
    index('essay_requests_by_root').on(table.rootId),
    check('essay_requests_scores', sql`current_score between 5 and 9 and potential_score between 5 and 9`),
  ],
)

/**
 * The texts that were saved for a request: those that were taken, and those that came too late to be. Old ones are thinned
 * out (`core/src/essay-requests/draft-sweep-job.ts`).
 */
export const essayDrafts = pgTable(
  'essay_drafts',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => essayRequests.id, { onDelete: 'cascade' }),
    /** From 1; without gaps but for those that were thinned out. */
    version: integer().notNull(),
    /** What its author had seen last. */
    baseVersion: integer().notNull(),
    /** `conflict`: somebody else had saved meanwhile; it is kept and was never the edited text. */
    state: text().$type<'saved' | 'conflict'>().notNull(),
    document: jsonb().$type<EssayDocument>().notNull(),
    wordCount: integer().notNull(),
    currentScore: integer(),
    potentialScore: integer(),
    /** Null for a program, or when they were erased. */
    authorId: uuid().references(() => people.id, { onDelete: 'set null' }),
    at: createdAt(),
  },
  table => [
    uniqueIndex('essay_drafts_by_version').on(table.requestId, table.version),
    index('essay_drafts_by_author').on(table.authorId),
  ],
)

export type EssayHistoryKind =
  | 'created'
  | 'assigned'
  | 'started'
  | 'finished'
  | 'cancelled'
  | 'reopened'
  | 'revision'
  | 'shared'
  | 'unshared'

export const essayRequestHistory = pgTable(
  'essay_request_history',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => essayRequests.id, { onDelete: 'cascade' }),
    at: createdAt(),
    kind: text().$type<EssayHistoryKind>().notNull(),
    fromStatus: text().$type<EssayRequestStatus>(),
    toStatus: text().$type<EssayRequestStatus>(),
    actorKind: text().$type<'person' | 'key' | 'system'>().notNull(),
    /** Who it was, when that is a person or key: their name goes when they are erased. */
    actorId: uuid(),
    actorName: text().notNull(),
    note: text(),
    data: jsonb().$type<Record<string, unknown>>(),
  },
  table => [
    index('essay_request_history_by_request').on(table.requestId, table.at, table.id),
    index('essay_request_history_by_actor').on(table.actorId),
  ],
)

/** Links that show a finished essay to whoever has them. */
export const essayShares = pgTable(
  'essay_shares',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => essayRequests.id, { onDelete: 'cascade' }),
    /** SHA-256 of the link's token, which has 128 random bits: the database holds nothing that opens it. */
    tokenHash: text().notNull().unique(),
    /** `finish`: it went to the student by e-mail, and the next one replaces it. */
    madeBy: text().$type<'finish' | 'share'>().notNull(),
    authorId: uuid().references(() => people.id, { onDelete: 'set null' }),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
    views: integer().notNull().default(0),
    lastViewAt: moment(),
    createdAt: createdAt(),
  },
  table => [
    index('essay_shares_by_request').on(table.requestId, table.createdAt),
    index('essay_shares_by_author').on(table.authorId),
  ],
)
