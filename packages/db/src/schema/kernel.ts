import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, createdAt, moment, primaryId } from './columns.ts'
import { workspaces } from './identity.ts'

/** Who did what, when and from where: one row a mutation. A trigger refuses changes (migration 0004). */
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
    index('audit_log_by_time').on(table.workspaceId, table.at, table.id),
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

/**
 * How often something was done in the current window, by whatever is limited. Unlogged (migration 0002): a crash may
 * forget it, and counting costs no flush.
 */
export const rateLimits = pgTable(
  'rate_limits',
  {
    /** Route class and who: `sign_in:ip:203.0.113.9`. */
    key: text().primaryKey(),
    count: integer().notNull(),
    resetsAt: moment().notNull(),
  },
  table => [index('rate_limits_by_reset').on(table.resetsAt)],
)

export type WebhookSource = 'clerk' | 'stripe' | 'github' | 'twilio' | 'email'

/** `dead`: gave up after eight attempts. `ignored`: kept, and nothing in it concerns us. */
export type WebhookStatus = 'received' | 'processing' | 'done' | 'ignored' | 'failed' | 'dead'

/** Deliveries as they came in, verified and not yet believed to be in order. Replay is a status. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    source: text().$type<WebhookSource>().notNull(),
    deliveryId: text().notNull(),
    eventType: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    body: bytes().notNull(),
    status: text().$type<WebhookStatus>().notNull().default('received'),
    attempts: integer().notNull().default(0),
    nextAttemptAt: moment(),
    lastError: text(),
    receivedAt: createdAt(),
    processedAt: moment(),
  },
  table => [
    unique('webhooks_once').on(table.source, table.deliveryId),
    index('webhooks_by_time').on(table.workspaceId, table.receivedAt, table.id),
    index('webhooks_by_status').on(table.workspaceId, table.status, table.receivedAt),
    // Of millions that are done, the few that wait.
    index('webhooks_due').on(table.nextAttemptAt).where(sql`status in ('received', 'processing', 'failed')`),
  ],
)

/** Deliveries that were refused, counted by why: nothing of a forged one is stored. */
export const webhookRefusals = pgTable(
  'webhook_refusals',
  {
    source: text().$type<WebhookSource>().notNull(),
    reason: text().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    lastAt: moment().notNull(),
  },
  table => [primaryKey({ columns: [table.source, table.reason] })],
)

/** E-mail to be sent; without an SMTP server it stays here, readable in the console. */
export const outgoingEmails = pgTable(
  'outgoing_emails',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    to: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    /** The same as a page; null for what was written before there were any. */
    html: text(),
    status: text().$type<'waiting' | 'sent' | 'failed'>().notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    lastError: text(),
    createdAt: createdAt(),
    sentAt: moment(),
  },
  table => [index('outgoing_emails_by_time').on(table.workspaceId, table.createdAt, table.id)],
)

export type WorkflowStatus = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled'

/**
 * Work in several steps that goes on after a crash where it was. Its name is also its job's, and its input the job's
 * payload: that is how whatever lost its job is taken up again.
 */
export const workflows = pgTable(
  'workflows',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** What it is about, once: asked for again, it is the same workflow. */
    key: text().notNull(),
    entity: text(),
    entityId: uuid(),
    status: text().$type<WorkflowStatus>().notNull().default('pending'),
    input: jsonb().$type<Record<string, unknown>>().notNull(),
    output: jsonb(),
    error: text(),
    /** How often it was begun anew after a failure or a crash. */
    retries: integer().notNull().default(0),
    /** Who runs it, and until when that is believed without another word. */
    run: uuid(),
    leaseUntil: moment(),
    createdAt: createdAt(),
    startedAt: moment(),
    completedAt: moment(),
  },
  table => [
    unique('workflows_once').on(table.workspaceId, table.name, table.key),
    index('workflows_by_time').on(table.workspaceId, table.createdAt, table.id),
    index('workflows_by_entity').on(table.workspaceId, table.entity, table.entityId),
    // Of all that are done, the few that are not.
    index('workflows_open').on(table.leaseUntil).where(sql`status in ('pending', 'running')`),
  ],
)

export const workflowSteps = pgTable(
  'workflow_steps',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    workflowId: uuid()
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    position: integer().notNull(),
    status: text().$type<'running' | 'completed' | 'failed'>().notNull(),
    input: jsonb(),
    result: jsonb(),
    error: text(),
    attempts: integer().notNull().default(1),
    startedAt: moment().notNull(),
    completedAt: moment(),
  },
  table => [unique('workflow_steps_once').on(table.workflowId, table.name)],
)
