import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { workspaces } from './identity.ts'

export type EssayTurnaround = 'standard' | 'express' | 'urgent'
export type EssayItemStatus = 'unassigned' | 'assigned' | 'completed' | 'cancelled'
export type EssaySatisfaction = 'E+' | 'E' | 'E-'

/** Essays as another system counts them, brought in by imports: what the dashboards are about. */
export const essayItems = pgTable(
  'essay_items',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    /** The other system's name for it: brought in twice, it is the same item. */
    itemId: text().notNull(),
    studentId: text(),
    /** Stands for the student where many are counted (docs/adr/0012). */
    studentKey: bigint({ mode: 'bigint' }).generatedAlwaysAs(sql`hashtextextended(student_id, 0)`),
    /** Where the student came from; null: unknown. */
    channel: text(),
    /** Whether the student sends several drafts of an essay. */
    isMultiDraft: boolean(),
    location: text(),
    /** From 1; with `draftPlus` it is this one or a later one ("5+"). */
    draft: integer().notNull(),
    draftPlus: boolean().notNull().default(false),
    wordCount: integer().notNull(),
    turnaround: text().$type<EssayTurnaround>().notNull(),
    /** In minor units of the currency, which is the same throughout a workspace. */
    revenue: bigint({ mode: 'number' }).notNull(),
    currency: text().notNull(),
    /** Up to 9, with two decimals. */
    rating: numeric({ precision: 3, scale: 2, mode: 'number' }),
    satisfaction: text().$type<EssaySatisfaction>(),
    status: text().$type<EssayItemStatus>().notNull(),
    submittedAt: moment().notNull(),
    /** Negative: late by so much. */
    timeRemainingHours: numeric({ mode: 'number' }),
    origin: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('essay_items_once').on(table.workspaceId, table.itemId),
    index('essay_items_by_time').on(table.workspaceId, table.submittedAt.desc(), table.id.desc()),
    index('essay_items_unassigned')
      .on(table.workspaceId, table.submittedAt.desc(), table.id.desc())
      .where(sql`status = 'unassigned'`),
    index('essay_items_late')
      .on(table.workspaceId, table.timeRemainingHours, table.id)
      .where(sql`time_remaining_hours < 0`),
    index('essay_items_of_sample').on(table.workspaceId).where(sql`origin = 'sample'`),
    check('essay_items_draft', sql`draft >= 1`),
    check('essay_items_word_count', sql`word_count >= 0`),
    check('essay_items_rating', sql`rating between 0 and 9`),
  ],
)

/** What is counted of items. */
const sums = () => ({
  essays: integer().notNull(),
  revenue: bigint({ mode: 'number' }).notNull(),
  rated: integer().notNull(),
  /** In hundredths. */
  ratingSum: bigint({ mode: 'number' }).notNull(),
  ePlus: integer().notNull(),
  e: integer().notNull(),
  eMinus: integer().notNull(),
  /** Those of which the time that remains is known. */
  timed: integer().notNull(),
  onTime: integer().notNull(),
  late: integer().notNull(),
  /** Late by more than 12 hours, and by more than 24. */
  lateWarning: integer().notNull(),
  lateCritical: integer().notNull(),
})

/**
 * Items counted by day of the workspace's zone and by what dashboards choose from: what they read. Triggers of
 * `essay_items` keep it with every write, and one of `workspaces` when the zone changes.
 */
export const essayDays = pgTable(
  'essay_days',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull(),
    turnaround: text().$type<EssayTurnaround>().notNull(),
    status: text().$type<EssayItemStatus>().notNull(),
    /** `Unknown` where an item has none. */
    channel: text().notNull(),
    /** `1` to `4`, or `5+`. */
    draft: text().notNull(),
    multi: boolean().notNull(),
    ...sums(),
  },
  table => [
    primaryKey({
      columns: [
        ...([table.workspaceId, table.day, table.turnaround, table.status, table.channel] as const),
        ...([table.draft, table.multi] as const),
      ],
    }),
  ],
)

/** The same, coarser, for what is not asked by channel or kind of customer: as many rows a day however many items. */
export const essayDayDrafts = pgTable(
  'essay_day_drafts',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull(),
    turnaround: text().$type<EssayTurnaround>().notNull(),
    status: text().$type<EssayItemStatus>().notNull(),
    draft: text().notNull(),
    ...sums(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.day, table.turnaround, table.status, table.draft] })],
)

/** The same by channel alone. */
export const essayDayChannels = pgTable(
  'essay_day_channels',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull(),
    status: text().$type<EssayItemStatus>().notNull(),
    channel: text().notNull(),
    ...sums(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.day, table.status, table.channel] })],
)

/**
 * Students, with running sums of their items in the order of time: how many there are in a span is read from here, a row
 * each, and not from the items. A trigger of `essay_items` keeps it (docs/adr/0018-students-with-running-sums.md).
 */
export const essayStudents = pgTable(
  'essay_students',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    studentKey: bigint({ mode: 'bigint' }).notNull(),
    /** Whether all items say the same of the student, and are not too many. Others are counted from their items. */
    steady: boolean().notNull(),
    channel: text(),
    location: text(),
    multi: boolean().notNull(),
    /** When the items were submitted, ascending. */
    moments: moment().array(),
    /** Up to each of these moments: items that are not cancelled, and revenue of all items and of those. */
    active: integer().array(),
    revenue: bigint({ mode: 'number' }).array(),
    netRevenue: bigint({ mode: 'number' }).array(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.studentKey] }),
    index('essay_students_unsteady').on(table.workspaceId, table.studentKey).where(sql`not steady`),
  ],
)
