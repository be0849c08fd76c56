import { bigint, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { workspaces } from './identity.ts'

const workspaceId = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })
const day = () => date({ mode: 'string' })

/** Rises with every write of essay items: what was counted of them is known to be right while it stays. */
export const essayVersions = pgTable('essay_versions', {
  workspaceId: workspaceId().primaryKey(),
  version: bigint({ mode: 'number' }).notNull(),
})

// What product usage is read from: events counted by day of the workspace's zone. Triggers of `events` note the days
// (UTC) that they touch; `core/src/dashboards/usage/fold.ts` counts those anew before anything is read.

export const usageDirty = pgTable('usage_dirty', { workspaceId: uuid().notNull(), day: day().notNull() }, table => [
  index('usage_dirty_by_workspace').on(table.workspaceId),
])

/** User and anonymous ids whose person may be another one now; triggers of `identities` note them. */
export const usageJoined = pgTable(
  'usage_joined',
  { workspaceId: uuid().notNull(), key: bigint({ mode: 'bigint' }).notNull() },
  table => [index('usage_joined_by_workspace').on(table.workspaceId)],
)

/** The zone whose days were counted. */
export const usageZones = pgTable('usage_zones', { workspaceId: workspaceId().primaryKey(), zone: text().notNull() })

export const usageDays = pgTable(
  'usage_days',
  { workspaceId: workspaceId(), day: day().notNull(), events: integer().notNull(), errors: integer().notNull() },
  table => [primaryKey({ columns: [table.workspaceId, table.day] })],
)

/** Events by name, and page views by path. */
export const usageNames = pgTable(
  'usage_names',
  {
    workspaceId: workspaceId(),
    day: day().notNull(),
    kind: text().$type<'event' | 'page'>().notNull(),
    key: text().notNull(),
    n: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.kind, table.day, table.key] })],
)

/** On which days a visit or person was there, with the day before that and the first of all. */
export const usageSeen = pgTable(
  'usage_seen',
  {
    workspaceId: workspaceId(),
    kind: text().$type<'visit' | 'person'>().notNull(),
    /** The visit, or what events call a person: a user id, or a browser's. */
    key: bigint({ mode: 'bigint' }).notNull(),
    /** Who that is: the same for all ids of one person. */
    who: bigint({ mode: 'bigint' }).notNull(),
    day: day().notNull(),
    previousDay: day(),
    firstDay: day(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.kind, table.key, table.day] }),
    index('usage_seen_by_day').on(table.workspaceId, table.day),
    index('usage_seen_by_who').on(table.workspaceId, table.kind, table.who),
  ],
)

/**
 * How many were there on a day who were there before on another, or never: who was there at all in some days is the sum
 * of those whose day before was earlier. It grows with the days, not with events.
 */
export const usageReturns = pgTable(
  'usage_returns',
  {
    workspaceId: workspaceId(),
    kind: text().$type<'visit' | 'person'>().notNull(),
    day: day().notNull(),
    /** `-infinity`: never. */
    previousDay: day().notNull(),
    n: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.kind, table.day, table.previousDay] })],
)

/** People by the week (Monday) in which they came first, and how many of them came in another. */
export const usageWeeks = pgTable(
  'usage_weeks',
  { workspaceId: workspaceId(), cohort: day().notNull(), week: day().notNull(), n: integer().notNull() },
  table => [primaryKey({ columns: [table.workspaceId, table.cohort, table.week] })],
)
