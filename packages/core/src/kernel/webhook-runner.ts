import { webhooks } from '@quarterdeck/db'
import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { type AnyJob, defineJob } from './job-runner.ts'
import type { Scope } from './scope.ts'
import { webhookQueue } from './webhook-inbox.ts'
import type { WebhookDefinition } from './webhook-source.ts'
import { days, earlier, later } from './window.ts'

/** Then a delivery is dead, and waits for somebody to replay it. */
export const maxAttempts = 8

/** Ten seconds, then three times as long each time: the eighth try comes three hours after the first. */
const firstDelay = 10_000
const delayAfter = (attempts: number): number => firstDelay * 3 ** (attempts - 1)

/** How long the payload of a settled delivery can be looked at and replayed: it names people, and is kept no longer. */
export const payloadDays = 30

/** A delivery that is due for longer than this has lost its job, in milliseconds. */
const lost = 30_000

interface Claim {
  id: string
  workspaceId: string
  source: string
  attempts: number
}

/** Makes the jobs that apply deliveries of these sources. */
export function createWebhookJobs(
  sources: readonly WebhookDefinition[],
  scopeIn: (workspaceId: string) => Scope,
): readonly AnyJob[] {
  const apply = (deps: Deps, id: string) => processDelivery(deps, sources, scopeIn, id)
  return [
    defineJob({
      ...webhookQueue,
      // Tries are counted in the delivery's own row.
      retry: { limit: 2, delay: 5, maxDelay: 30 },
      timeLimit: 60,
      load: async () => ({ run: (deps, { id }) => apply(deps, id) }),
    }),
    defineJob({
      name: 'webhook-sweep',
      input: z.object({}),
      retry: { limit: 0, delay: 1, maxDelay: 1 },
      timeLimit: 300,
      cron: '* * * * *',
      // Whoever begins to work may come after one that died.
      atStart: true,
      load: async () => ({
        run: async deps => {
          for (const id of await findLost(deps)) await apply(deps, id)
        },
      }),
    }),
    defineJob({
      name: 'webhook-retention',
      input: z.object({}),
      retry: { limit: 0, delay: 1, maxDelay: 1 },
      timeLimit: 600,
      cron: '41 3 * * *',
      load: async () => ({ run: forgetPayloads }),
    }),
  ]
}

/** Of deliveries that were settled long ago, only that they came is kept. */
async function forgetPayloads({ db, clock }: Deps): Promise<void> {
  await db
    .update(webhooks)
    .set({ body: Buffer.alloc(0), headers: {} })
    .where(
      and(
        inArray(webhooks.status, ['done', 'ignored']),
        lte(webhooks.processedAt, earlier(clock.now(), days(payloadDays))),
        sql`length(${webhooks.body}) > 0`,
      ),
    )
}

/** Deliveries that nobody works on although they are due: whoever did was killed, or their job is gone. */
async function findLost({ db, clock }: Deps): Promise<string[]> {
  const now = clock.now()
  const rows = await db
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      or(
        and(inArray(webhooks.status, ['received', 'failed']), lte(webhooks.nextAttemptAt, earlier(now, lost))),
        eq(webhooks.status, 'processing'),
      ),
    )
    .orderBy(asc(webhooks.nextAttemptAt))
    .limit(500)
  return rows.map(({ id }) => id)
}

/** Applies a delivery that is due; one that is done, or in work elsewhere, is left alone. */
async function processDelivery(
  deps: Deps,
  sources: readonly WebhookDefinition[],
  scopeIn: (workspaceId: string) => Scope,
  id: string,
): Promise<void> {
  const claim = await claimDelivery(deps, id)
  if (!claim) return
  try {
    const source = sources.find(known => known.source === claim.source)
    if (!source) throw new Error(`Nothing here knows deliveries of ${claim.source}`)
    const { handle } = await source.load()
    await deps.db.transaction(async tx => {
      // The lock tells the sweep that somebody is alive and at work; a try that was taken over meanwhile ends here.
      const [delivery] = await tx.select().from(webhooks).where(isStill(claim)).for('update')
      if (!delivery) return
      const status = await handle(tx, deps, scopeIn(claim.workspaceId), delivery)
      await tx
        .update(webhooks)
        .set({ status, processedAt: deps.clock.now(), nextAttemptAt: null, lastError: null })
        .where(eq(webhooks.id, id))
    })
  } catch (error) {
    await recordFailure(deps, claim, error)
  }
}

const isStill = ({ id, attempts }: Claim) =>
  and(eq(webhooks.id, id), eq(webhooks.status, 'processing'), eq(webhooks.attempts, attempts))

/** Marks a due delivery as in work. A row that is `processing` and not locked belongs to a process that died. */
async function claimDelivery({ db, clock }: Deps, id: string): Promise<Claim | null> {
  const now = clock.now()
  return db.transaction(async tx => {
    const [due] = await tx
      .select({ id: webhooks.id })
      .from(webhooks)
      .where(
        and(
          eq(webhooks.id, id),
          or(
            and(inArray(webhooks.status, ['received', 'failed']), lte(webhooks.nextAttemptAt, now)),
            eq(webhooks.status, 'processing'),
          ),
        ),
      )
      .for('update', { skipLocked: true })
    if (!due) return null
    const [claim] = await tx
      .update(webhooks)
      .set({ status: 'processing', attempts: sql`${webhooks.attempts} + 1`, nextAttemptAt: now })
      .where(eq(webhooks.id, id))
      .returning({
        id: webhooks.id,
        workspaceId: webhooks.workspaceId,
        source: webhooks.source,
        attempts: webhooks.attempts,
      })
    return claim ?? null
  })
}

async function recordFailure(deps: Deps, claim: Claim, error: unknown): Promise<void> {
  const isDead = claim.attempts >= maxAttempts
  const nextAttemptAt = isDead ? null : later(deps.clock.now(), delayAfter(claim.attempts))
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 1_000)
  deps.log.error({ webhook: claim.id, attempts: claim.attempts, isDead, err: error }, 'A delivery could not be applied')
  await deps.db.transaction(async tx => {
    const [row] = await tx
      .update(webhooks)
      .set({ status: isDead ? 'dead' : 'failed', nextAttemptAt, lastError })
      .where(isStill(claim))
      .returning({ id: webhooks.id })
    if (row && nextAttemptAt) await deps.jobs.enqueue(tx, webhookQueue, row, { startAfter: nextAttemptAt })
  })
}
