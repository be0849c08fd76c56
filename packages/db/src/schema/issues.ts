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
    kind: text().$type<'conversion_drop' | 'manual'>().notNull(),
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
    source: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('issues_by_number').on(table.workspaceId, table.number),
    index('issues_by_detection').on(table.workspaceId, table.detectedAt.desc(), table.id.desc()),
    index('issues_by_status').on(table.workspaceId, table.status, table.detectedAt.desc()),
    index('issues_by_step').on(table.workspaceId, table.step, table.detectedAt.desc()),
    // One live issue for a broken step: later findings update it, however many scans or processes find it.
    uniqueIndex('issues_one_live')
      .on(table.workspaceId, table.funnelId, table.step, table.kind)
      .where(sql`status not in ('verified', 'closed', 'false_alarm')`),
  ],
)

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
    kind: text().$type<'detected' | 'worsened' | 'recovered' | 'relapsed' | 'status' | 'assigned'>().notNull(),
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
