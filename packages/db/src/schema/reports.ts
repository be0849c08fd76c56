import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { activity, gitActors, repositories } from './activity.ts'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'

const ofWorkspace = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

export type ReportKind = 'daily' | 'weekly' | 'manual'

/** `ready` ones are read; of a span the newest ready one counts, and the one before stays until it is there. */
export type ReportStatus = 'queued' | 'generating' | 'ready' | 'failed'
export type ReportStage = 'collecting' | 'writing' | 'checking' | 'saving'

/** A claim of a report, and the numbers of the citations that bear it out. */
export interface ReportBullet {
  text: string
  citations: number[]
}

export interface ReportSection {
  key: string
  title: string
  bullets: ReportBullet[]
}

/** People whose work is reported together. */
export const teams = pgTable(
  'teams',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    name: text().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('teams_by_name').on(table.workspaceId, sql`lower(${table.name})`)],
)

export const teamMembers = pgTable(
  'team_members',
  {
    teamId: uuid()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    actorId: uuid()
      .notNull()
      .references(() => gitActors.id, { onDelete: 'cascade' }),
    workspaceId: ofWorkspace(),
  },
  table => [primaryKey({ columns: [table.teamId, table.actorId] }), index('team_members_by_actor').on(table.actorId)],
)

/** When somebody wants reports, by their own calendar. */
export const reportSchedules = pgTable(
  'report_schedules',
  {
    workspaceId: ofWorkspace(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    /** IANA. */
    timeZone: text().notNull(),
    daily: boolean().notNull().default(true),
    weekly: boolean().notNull().default(true),
    weekStart: text().$type<'monday' | 'sunday'>().notNull().default('monday'),
    byEmail: boolean().notNull().default(false),
    /** The next local midnight that begins a day, or a week; null where that kind is off. */
    nextDailyAt: moment(),
    nextWeeklyAt: moment(),
    /**
     * The first day of the next weekly report where its week begins on another: after weeks were made to begin on another
     * day. Where weekly reports are off, the first day that none has told of.
     */
    weeklyFrom: date({ mode: 'string' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.personId] }),
    index('report_schedules_by_person').on(table.personId),
    index('report_schedules_daily').on(table.nextDailyAt).where(sql`next_daily_at is not null`),
    index('report_schedules_weekly').on(table.nextWeeklyAt).where(sql`next_weekly_at is not null`),
  ],
)

/** What the team did in a span of time, each claim with its source. */
export const reports = pgTable(
  'reports',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    kind: text().$type<ReportKind>().notNull(),
    /** Whose work: one person's, a team's, or everybody's when both are null. */
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    teamId: uuid().references(() => teams.id, { onDelete: 'cascade' }),
    /** Null: nobody asked, it was due. */
    requestedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    title: text().notNull(),
    timeZone: text().notNull(),
    /** Half-open. */
    periodStart: moment().notNull(),
    periodEnd: moment().notNull(),
    /** The first day by that zone's calendar. */
    localDate: date({ mode: 'string' }).notNull(),
    status: text().$type<ReportStatus>().notNull().default('queued'),
    stage: text().$type<ReportStage>(),
    /** 0 to 1. */
    progress: real().notNull().default(0),
    error: text(),
    /** SHA-256 of what it was asked for and of its facts: the same again needs no writing. */
    cacheKey: text(),
    sections: jsonb().$type<ReportSection[]>().notNull().default([]),
    markdown: text().notNull().default(''),
    /** Facts of the span, and those of them that a claim cites. */
    factCount: integer().notNull().default(0),
    citedCount: integer().notNull().default(0),
    /** Facts that are worth telling of: the others are routine. */
    eligibleCount: integer().notNull().default(0),
    /** cited / facts that are worth telling of; null where there were none. */
    coverage: real(),
    /** Claims that were dropped because nothing bore them out. */
    refusedClaims: integer().notNull().default(0),
    /** What readers must know of how it was made: a model that failed, facts that were left out. */
    notices: jsonb().$type<string[]>().notNull().default([]),
    /** Null: written from templates. */
    model: text(),
    promptVersion: text(),
    inputTokens: integer(),
    outputTokens: integer(),
    /** In dollars. */
    cost: numeric({ precision: 12, scale: 6, mode: 'number' }),
    generatedAt: moment(),
    /** When facts came in that belong to its span and are not in it. */
    staleAt: moment(),
    supersededAt: moment(),
    supersededById: uuid(),
    origin: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    // Of one span and subject one is read, and one is made.
    uniqueIndex('reports_ready_once')
      .on(
        table.workspaceId,
        table.kind,
        sql`coalesce(${table.teamId}, ${table.personId}, ${table.workspaceId})`,
        table.periodStart,
        table.periodEnd,
      )
      .where(sql`status = 'ready' and superseded_at is null`),
    uniqueIndex('reports_making_once')
      .on(
        table.workspaceId,
        table.kind,
        sql`coalesce(${table.teamId}, ${table.personId}, ${table.workspaceId})`,
        table.periodStart,
        table.periodEnd,
      )
      .where(sql`status in ('queued', 'generating')`),
    index('reports_newest').on(table.workspaceId, table.periodEnd, table.id),
    index('reports_by_person').on(table.personId),
    index('reports_by_team').on(table.teamId),
    index('reports_by_requester').on(table.requestedBy),
  ],
)

/** The facts that a report's claims stand on, numbered as they are first cited. */
export const reportCitations = pgTable(
  'report_citations',
  {
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' }),
    workspaceId: ofWorkspace(),
    /** From 1. */
    number: integer().notNull(),
    factId: uuid()
      .notNull()
      .references(() => activity.id, { onDelete: 'cascade' }),
    url: text().notNull(),
  },
  table => [
    primaryKey({ columns: [table.reportId, table.number] }),
    index('report_citations_by_fact').on(table.factId),
  ],
)

/** How much of each repository's facts a report tells. */
export const reportCoverage = pgTable(
  'report_coverage',
  {
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' }),
    workspaceId: ofWorkspace(),
    repositoryId: uuid()
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    used: integer().notNull(),
    total: integer().notNull(),
  },
  table => [
    primaryKey({ columns: [table.reportId, table.repositoryId] }),
    index('report_coverage_by_repository').on(table.repositoryId),
  ],
)

/** Each report that was due, once: what was made of it. */
export const reportRuns = pgTable(
  'report_runs',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    kind: text().$type<'daily' | 'weekly'>().notNull(),
    /** The day, or the week's first day, that it is about. */
    localDate: date({ mode: 'string' }).notNull(),
    /** By whose calendar, and from when: it ends when it is due. */
    timeZone: text().notNull(),
    periodStart: moment().notNull(),
    dueAt: moment().notNull(),
    status: text().$type<'queued' | 'done' | 'skipped' | 'failed'>().notNull().default('queued'),
    /** Why it was skipped or failed. */
    reason: text(),
    /** When its report was asked for. */
    takenAt: moment(),
    reportId: uuid().references(() => reports.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    finishedAt: moment(),
  },
  table => [
    uniqueIndex('report_runs_once').on(table.personId, table.workspaceId, table.kind, table.localDate),
    index('report_runs_newest').on(table.workspaceId, table.dueAt, table.id),
    index('report_runs_by_report').on(table.reportId).where(sql`report_id is not null`),
    index('report_runs_open').on(table.dueAt, table.id).where(sql`status = 'queued'`),
  ],
)
