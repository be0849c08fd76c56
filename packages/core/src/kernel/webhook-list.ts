import { type Db, type WebhookSource, type WebhookStatus, webhookRefusals, webhooks } from '@quarterdeck/db'
import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { conflict, notFound } from './errors.ts'
import type { ById } from './ids.ts'
import { containing } from './like.ts'
import { type Page, pageInput, readCursor, toPage } from './paging.ts'
import type { Scope } from './scope.ts'
import { webhookQueue } from './webhook-inbox.ts'
import { webhookRefusalReasons } from './webhook-source.ts'
import { moments } from './window.ts'

export const webhookSources = ['clerk', 'stripe', 'github', 'twilio', 'email'] as const satisfies WebhookSource[]
export const webhookStatuses = [
  'received',
  'processing',
  'done',
  'ignored',
  'failed',
  'dead',
] as const satisfies WebhookStatus[]

export const listWebhooksInput = z
  .strictObject({
    source: z.enum(webhookSources).optional(),
    status: z.enum(webhookStatuses).optional(),
    /** Part of a delivery id or event type, or text that the body has, letter for letter. */
    search: z.string().trim().max(200).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListWebhooksInput = z.infer<typeof listWebhooksInput>

export const replayManyInput = listWebhooksInput
  .unwrap()
  .pick({ source: true, search: true })
  .extend({ status: z.enum(['failed', 'dead']) })
export type ReplayManyInput = z.infer<typeof replayManyInput>

/** How many are replayed at once: in one transaction, a job each. */
const mostReplayed = 500

export interface WebhookDto {
  id: string
  source: WebhookSource
  deliveryId: string
  eventType: string
  status: WebhookStatus
  attempts: number
  nextAttemptAt: string | null
  lastError: string | null
  receivedAt: string
  processedAt: string | null
  /** Of the body, in bytes. */
  size: number
}

export interface WebhookDetailDto extends WebhookDto {
  /** The body as text. */
  payload: string
  /** Without those that prove or open something. */
  headers: Record<string, string>
}

export interface WebhookRefusalDto {
  source: WebhookSource
  reason: string
  /** The reason as a sentence. */
  message: string
  count: number
  lastAt: string
}

const columns = {
  id: webhooks.id,
  source: webhooks.source,
  deliveryId: webhooks.deliveryId,
  eventType: webhooks.eventType,
  status: webhooks.status,
  attempts: webhooks.attempts,
  nextAttemptAt: webhooks.nextAttemptAt,
  lastError: webhooks.lastError,
  receivedAt: webhooks.receivedAt,
  processedAt: webhooks.processedAt,
  size: sql<number>`length(${webhooks.body})`,
}

type Row = Omit<WebhookDto, 'nextAttemptAt' | 'receivedAt' | 'processedAt'> & {
  nextAttemptAt: Date | null
  receivedAt: Date
  processedAt: Date | null
}

const toDto = (row: Row): WebhookDto => ({
  ...row,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  receivedAt: row.receivedAt.toISOString(),
  processedAt: row.processedAt?.toISOString() ?? null,
})

const named = (scope: Scope, id: string) => and(eq(webhooks.workspaceId, scope.workspaceId), eq(webhooks.id, id))

function searching(search: string | undefined) {
  if (!search) return undefined
  const pattern = containing(search)
  return or(
    sql`${webhooks.deliveryId} ilike ${pattern}`,
    sql`${webhooks.eventType} ilike ${pattern}`,
    sql`position(convert_to(${search}::text, 'UTF8') in ${webhooks.body}) > 0`,
  )
}

const fitting = (scope: Scope, { source, status, search }: Pick<ListWebhooksInput, 'source' | 'status' | 'search'>) =>
  and(
    eq(webhooks.workspaceId, scope.workspaceId),
    source ? eq(webhooks.source, source) : undefined,
    status ? eq(webhooks.status, status) : undefined,
    searching(search),
  )

/** Deliveries, latest first. */
export async function listWebhooks({ db }: Deps, scope: Scope, input: ListWebhooksInput): Promise<Page<WebhookDto>> {
  const { cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select(columns)
    .from(webhooks)
    .where(
      and(
        fitting(scope, input),
        after ? sql`(${webhooks.receivedAt}, ${webhooks.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(webhooks.receivedAt), desc(webhooks.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ receivedAt, id }) => ({ at: receivedAt, id }), toDto)
}

/** @throws DomainError `not_found` */
export async function getWebhook({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<WebhookDetailDto> {
  const [row] = await db
    .select({ ...columns, headers: webhooks.headers, body: webhooks.body })
    .from(webhooks)
    .where(named(scope, id))
  if (!row) throw notFound('This delivery')
  const { body, headers, ...rest } = row
  return { ...toDto(rest), headers, payload: body.toString('utf8') }
}

/**
 * Applies a delivery again, from its first try. Again changes nothing that is newer.
 * @throws DomainError `conflict` while it waits or is in work, and when its payload is gone.
 */
export async function replayWebhook(deps: Deps, scope: Scope, { id }: ById): Promise<WebhookDetailDto> {
  return deps.db.transaction(async tx => {
    const [row] = await tx
      .select({ status: webhooks.status, size: columns.size })
      .from(webhooks)
      .where(named(scope, id))
      .for('update')
    if (!row) throw notFound('This delivery')
    if (row.status === 'received' || row.status === 'processing') throw conflict('This delivery is about to be applied')
    if (row.size === 0) throw conflict('The payload of this delivery is no longer kept')
    await putBack(tx, deps, [id])
    await audit(tx, scope, {
      action: 'webhooks.replay',
      entity: 'webhook',
      entityId: id,
      before: { status: row.status },
      after: { status: 'received' },
    })
    return getWebhook({ db: tx }, scope, { id })
  })
}

/**
 * Applies again all that failed or was given up, the longest ago first, as far as its payload is kept.
 * @returns how many that were, 500 at most, and how many are left that fit.
 */
export async function replayMany(
  deps: Deps,
  scope: Scope,
  input: ReplayManyInput,
): Promise<{ replayed: number; left: number }> {
  const which = and(fitting(scope, input), sql`length(${webhooks.body}) > 0`)
  return deps.db.transaction(async tx => {
    const rows = await tx
      .select({ id: webhooks.id })
      .from(webhooks)
      .where(which)
      .orderBy(asc(webhooks.receivedAt), asc(webhooks.id))
      .limit(mostReplayed)
      .for('update', { skipLocked: true })
    const replayed = rows.length
    if (replayed === 0) return { replayed, left: 0 }
    await putBack(
      tx,
      deps,
      rows.map(({ id }) => id),
    )
    const { source, status } = input
    const after = { deliveries: replayed, status, ...(source && { source }) }
    await audit(tx, scope, { action: 'webhooks.replayMany', entity: 'webhook', after })
    return { replayed, left: await tx.$count(webhooks, which) }
  })
}

/** As if they had just come. */
async function putBack(tx: Db, { clock, jobs }: Deps, ids: readonly string[]): Promise<void> {
  await tx
    .update(webhooks)
    .set({ status: 'received', attempts: 0, nextAttemptAt: clock.now(), lastError: null, processedAt: null })
    .where(inArray(webhooks.id, [...ids]))
  for (const id of ids) await jobs.enqueue(tx, webhookQueue, { id })
}

/** What was refused, by source and reason, the latest first: for the installation as a whole. */
export async function listRefusals({ db }: Deps, _scope: Scope): Promise<{ items: WebhookRefusalDto[] }> {
  const rows = await db
    .select()
    .from(webhookRefusals)
    .orderBy(desc(webhookRefusals.lastAt), webhookRefusals.source, webhookRefusals.reason)
    .limit(200)
  const messages: Record<string, string> = webhookRefusalReasons
  const items = rows.map(({ source, reason, count, lastAt }) => ({
    source,
    reason,
    message: messages[reason] ?? reason,
    count,
    lastAt: lastAt.toISOString(),
  }))
  return { items }
}
