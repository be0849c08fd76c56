import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from './columns.ts'
import { workspaces } from './identity.ts'

/** Who did what, when and from where: one row a mutation, never updated. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: primaryId(),
    workspaceId: uuid().references(() => workspaces.id, { onDelete: 'cascade' }),
    at: createdAt(),
    actorKind: text().$type<'person' | 'key' | 'system'>().notNull(),
    actorId: uuid(),
    actorName: text().notNull(),
    action: text().notNull(),
    entity: text().notNull(),
    entityId: text(),
    before: jsonb(),
    after: jsonb(),
    ip: text(),
    requestId: text().notNull(),
  },
  table => [
    index('audit_log_by_time').on(table.workspaceId, table.at.desc(), table.id.desc()),
    index('audit_log_by_entity').on(table.workspaceId, table.entity, table.entityId),
  ],
)

/** Gapless numbers for people to quote, such as issue #41. The row lock orders concurrent takers. */
export const counters = pgTable(
  'counters',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    value: bigint({ mode: 'number' }).notNull(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.name] })],
)

/** Facts about this installation as a whole, such as when sample data was made. */
export const installation = pgTable('installation', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  at: moment().notNull().defaultNow(),
})
