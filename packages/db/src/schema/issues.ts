import { sql } from 'drizzle-orm'
import { doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'
import { funnels } from './tracking.ts'

export type IssueStatus =
  | 'open'
  | 'diagnosed'
  | 'fixing'
  | 'fixed'
  | 'measuring'
  | 'verified'
  | 'closed'
  | 'false_alarm'

export type Severity = 'low' | 'medium' | 'high' | 'critical'

/** `silence`: a step that nobody comes to any more. `error_rate`: more of its visits end in an error. */
export type IssueKind = 'conversion_drop' | 'silence' | 'error_rate' | 'manual'

/** A detected drop of one funnel step, from detection to a verified fix. */
export const issues = pgTable(
  'issues',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    /** Counted per workspace, for people to quote. */
    number: integer().notNull(),
    funnelId: uuid().references(() => funnels.id, { onDelete: 'set null' }),
    funnelName: text(),
    kind: text().$type<IssueKind>().notNull(),
    title: text().notNull(),
    step: text().notNull(),
    stepIndex: integer().notNull(),
    lastStep: text().notNull(),
    stepCount: integer().notNull(),
    severity: text().$type<Severity>().notNull(),
    status: text().$type<IssueStatus>().notNull().default('open'),
    assigneeId: uuid().references(() => people.id, { onDelete: 'set null' }),
    detectedAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    occurrences: integer().notNull().default(1),
    recoveredAt: moment(),
    currentFrom: moment(),
    currentTo: moment(),
    baselineFrom: moment(),
    baselineTo: moment(),
    currentVisits: integer(),
    currentCompleted: integer(),
    baselineVisits: integer(),
    baselineCompleted: integer(),
    /** Percentage points, positive when the rate fell. */
    dropPoints: doublePrecision(),
    z: doublePrecision(),
    p: doublePrecision(),
    /** The settled issue that this one is the return of. */
    regressionOf: uuid(),
    fixedAt: moment(),
    /** The step metric after the fix, and what that is worth in points against the drop. */
    fixedVisits: integer(),
    fixedCompleted: integer(),
    upliftPoints: doublePrecision(),
    source: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('issues_by_number').on(table.workspaceId, table.number),
    index('issues_by_detection').on(table.workspaceId, table.detectedAt, table.id),
    index('issues_by_status').on(table.workspaceId, table.status, table.detectedAt),
    index('issues_by_step').on(table.workspaceId, table.step, table.detectedAt),
    // One live issue for a broken step: later findings update it, however many scans or processes find it.
    uniqueIndex('issues_one_live')
      .on(table.workspaceId, table.funnelId, table.step, table.kind)
      .where(sql`status not in ('verified', 'closed', 'false_alarm')`),
  ],
)

export type IssueHistoryKind =
  | 'detected'
  | 'worsened'
  | 'recovered'
  | 'relapsed'
  | 'status'
  | 'assigned'
  | 'diagnosed'
  | 'linked'
  | 'told'
  | 'measured'

/** What happened to an issue, in order. */
export const issueHistory = pgTable(
  'issue_history',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    issueId: uuid()
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    at: createdAt(),
    kind: text().$type<IssueHistoryKind>().notNull(),
    fromStatus: text().$type<IssueStatus>(),
    toStatus: text().$type<IssueStatus>(),
    actorKind: text().$type<'person' | 'key' | 'system'>().notNull(),
    /** Who it was, when that is a person or key: their name goes when they are erased. */
    actorId: uuid(),
    actorName: text().notNull(),
    note: text(),
    data: jsonb().$type<Record<string, unknown>>(),
  },
  table => [
    index('issue_history_by_issue').on(table.issueId, table.at, table.id),
    index('issue_history_by_actor').on(table.actorId),
  ],
)

/** One attempt to explain an issue; every run is kept, the newest is shown. */
export const diagnoses = pgTable(
  'diagnoses',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    issueId: uuid()
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    rootCause: text().notNull(),
    explanation: text().notNull(),
    /** Each with the ids of the evidence that it rests on. */
    claims: jsonb().$type<{ text: string; evidence: string[] }[]>().notNull(),
    actions: jsonb().$type<string[]>().notNull(),
    /** What was known when it was made: facts by id. */
    evidence: jsonb().$type<Record<string, unknown>>().notNull(),
    /** 0 to 100, the model's own word; null when no model gave one. */
    confidence: integer(),
    /** Null: made from the evidence alone. */
    model: text(),
    /** Why no model's answer is here, when one was asked. */
    failure: text(),
    promptTokens: integer(),
    completionTokens: integer(),
    /** Millionths of a US dollar; null when the model's price is not known. */
    costMicros: integer(),
    milliseconds: integer().notNull(),
    createdAt: createdAt(),
  },
  table => [index('diagnoses_by_issue').on(table.issueId, table.createdAt, table.id)],
)

/** When the outside is to be spoken to next: see `core/src/issues/handover/turns.ts`. */
const turns = () => ({
  /** Not before; null when there is nothing to do. While somebody is at it: when they are taken for dead. */
  dueAt: moment(),
  /** Of the turn that runs or waits for another try; 0 when none does. */
  tries: integer().notNull().default(0),
  /** Counts the changes of the issue, so that one which comes during a turn is not missed. */
  asked: integer().notNull().default(0),
})

export type IssueLinkKind = 'jira' | 'github_pr'

/** A ticket or pull request of an issue: one of each kind, whatever is retried. */
export const issueLinks = pgTable(
  'issue_links',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    issueId: uuid()
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    kind: text().$type<IssueLinkKind>().notNull(),
    /** `waiting`: asked for, to be made by a job. */
    status: text().$type<'waiting' | 'made' | 'failed'>().notNull(),
    /** The provider's name for it, such as `OPS-12` or `owner/repository#7`. */
    key: text(),
    url: text(),
    /** The provider's state as it was last heard: open, merged, Done. */
    state: text(),
    request: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    lastError: text(),
    ...turns(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('issue_links_once').on(table.issueId, table.kind),
    index('issue_links_due').on(table.dueAt).where(sql`due_at is not null`),
    index('issue_links_by_key').on(table.workspaceId, table.kind, table.key),
  ],
)

/** One message an issue and channel, edited where the channel allows. */
export const issueNotices = pgTable(
  'issue_notices',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    issueId: uuid()
      .notNull()
      .references(() => issues.id, { onDelete: 'cascade' }),
    channel: text().$type<'slack' | 'email' | 'webhook'>().notNull(),
    /** What the message says: the issue's status and severity when it was last sent. */
    told: text(),
    /** The channel's name for the message, to edit it by. */
    reference: text(),
    lastError: text(),
    ...turns(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('issue_notices_once').on(table.issueId, table.channel),
    index('issue_notices_due').on(table.dueAt).where(sql`due_at is not null`),
  ],
)
