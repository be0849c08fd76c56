import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { workspaces } from './identity.ts'

/** `sample`: made by the sample data. `import`: history. `server`: the product's own domain events. */
export type EventSource = 'sdk' | 'segment' | 'legacy' | 'server' | 'import' | 'sample'

/**
 * What happened, one row an event. The sender's id is half of the key, which is what makes a retry harmless.
 * Not partitioned: docs/adr/0003 says why.
 */
export const events = pgTable(
  'events',
  {
    workspaceId: uuid().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    visitId: text().notNull(),
    /** Stands for the visit where many are counted: half the time of counting by text (docs/adr/0012). */
    visitKey: bigint({ mode: 'bigint' }).notNull().generatedAlwaysAs(sql`hashtextextended(visit_id, 0)`),
    anonymousId: text(),
    /** The person in the sender's own terms; `identities` maps it to a person. */
    userId: text(),
    step: text(),
    /** The sender's clock, corrected by how far it was off when the batch was sent. What every query uses. */
    occurredAt: moment().notNull(),
    /** The sender's clock as it was. */
    clientAt: moment().notNull(),
    receivedAt: moment().notNull(),
    device: text(),
    country: text(),
    appVersion: text(),
    errorType: text(),
    errorMessage: text(),
    properties: jsonb().$type<Record<string, unknown>>(),
    source: text().$type<EventSource>().notNull(),
  },
  table => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('events_by_time').on(table.workspaceId, table.occurredAt),
    // With the visit's key, these two hold all that a funnel reads: it never touches the rows themselves.
    index('events_by_name').on(table.workspaceId, table.name, table.occurredAt, table.visitKey),
    index('events_by_step')
      .on(table.workspaceId, table.step, table.occurredAt, table.visitKey)
      .where(sql`step is not null`),
    // Detection asks of every funnel which of its visits met an error.
    index('events_by_error').on(table.workspaceId, table.occurredAt, table.visitKey).where(sql`error_type is not null`),
    // With the name it tells what a visit did: tangled visits are looked up here, and nowhere else.
    index('events_by_visit').on(table.workspaceId, table.visitKey, table.occurredAt, table.name),
    index('events_of_sample').on(table.workspaceId).where(sql`source = 'sample'`),
    index('events_by_user').on(table.workspaceId, table.userId, table.occurredAt).where(sql`user_id is not null`),
  ],
)

/** What makes an event a step of a funnel: every given part must hold. */
export interface StepMatch {
  event?: string | undefined
  step?: string | undefined
  /** Equality on top-level properties. */
  properties?: Record<string, string | number | boolean> | undefined
}

export interface FunnelStep {
  name: string
  match: StepMatch
}

/** An ordered list of steps that a visit should go through within a window. */
export const funnels = pgTable(
  'funnels',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    description: text(),
    steps: jsonb().$type<FunnelStep[]>().notNull(),
    windowHours: integer().notNull().default(24),
    source: text().$type<'manual' | 'suggested' | 'sample'>().notNull().default('manual'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [index('funnels_by_workspace').on(table.workspaceId, table.createdAt, table.id)],
)

/**
 * Why an event was refused, as its sender was told; `unreadable`: a whole request was, before there were events.
 */
export type RefusalCode = 'invalid' | 'too_old' | 'too_new' | 'too_large' | 'unreadable'

/** What is kept of one refused event to find the fault by: nothing that was in its fields but its name and its time. */
export interface RefusedSample {
  at: string
  /** Its place in the batch; null for a whole request. */
  index: number | null
  message: string
  event: string | null
  /** What its clock said. */
  claimedAt: string | null
  /** Names of the fields that it had. */
  fields: string[]
}

/** Events that were refused, counted by key, code and hour, with the last few of each. Kept thirty days. */
export const refusedEvents = pgTable(
  'refused_events',
  {
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    hour: moment().notNull(),
    keyId: uuid().notNull(),
    code: text().$type<RefusalCode>().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    lastAt: moment().notNull(),
    /** Latest first. */
    samples: jsonb().$type<RefusedSample[]>().notNull(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.hour, table.keyId, table.code] })],
)
