import { type WebhookSource, webhookRefusals, webhooks } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import type { JobQueue } from './jobs.ts'
import type { WebhookHeaders, WebhookRefusalReason } from './webhook-source.ts'

/** Applies one delivery; see `webhook-runner.ts`. */
export const webhookQueue: JobQueue<{ id: string }> = { name: 'webhook', input: z.strictObject({ id: z.guid() }) }

export interface NewDelivery {
  workspaceId: string
  source: WebhookSource
  deliveryId: string
  eventType: string
  headers: WebhookHeaders
  body: Buffer
}

/** Headers that prove something, or open something: they have done their work, and nobody is to read them here. */
const secretHeader = /signature|authorization|cookie|secret|token|api-?key/i

/** Keeps a verified delivery and asks for it to be applied: both, or neither. The same delivery is kept once. */
export async function takeDelivery(deps: Deps, delivery: NewDelivery): Promise<'received' | 'duplicate'> {
  const receivedAt = deps.clock.now()
  const headers = Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => !secretHeader.test(name)))
  return deps.db.transaction(async tx => {
    const [row] = await tx
      .insert(webhooks)
      .values({ ...delivery, headers, receivedAt, nextAttemptAt: receivedAt })
      .onConflictDoNothing({ target: [webhooks.source, webhooks.deliveryId] })
      .returning({ id: webhooks.id })
    if (!row) return 'duplicate'
    await deps.jobs.enqueue(tx, webhookQueue, { id: row.id })
    return 'received'
  })
}

/** Of what is refused, only the count is kept. */
export async function countRefusal(deps: Deps, source: WebhookSource, reason: WebhookRefusalReason): Promise<void> {
  const lastAt = deps.clock.now()
  await deps.db
    .insert(webhookRefusals)
    .values({ source, reason, count: 1, lastAt })
    .onConflictDoUpdate({
      target: [webhookRefusals.source, webhookRefusals.reason],
      set: { count: sql`${webhookRefusals.count} + 1`, lastAt },
    })
  deps.log.warn({ source, reason }, 'A webhook delivery was refused')
}
