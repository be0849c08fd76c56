import { type Db, webhooks } from '@quarterdeck/db'
import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { failureInWords } from './failure-words.ts'
import { type AnyJob, defineJob } from './job-runner.ts'
import type { Scope } from './scope.ts'
import { webhookQueue } from './webhook-inbox.ts'
import type { WebhookDefinition, WebhookHandler } from './webhook-source.ts'
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

/** How many deliveries are applied in one transaction where their handler can: more make it long, and gain little. */
const together = 200

/** And how large all of them may be, in bytes: they are in memory at once. */
const largestTogether = 16 * 1024 * 1024

/** A job takes up what waits for this long, in milliseconds, and leaves the rest to the jobs of the rest. */
const drainFor = 30_000

const claimed = {
  id: webhooks.id,
  workspaceId: webhooks.workspaceId,
  source: webhooks.source,
  attempts: webhooks.attempts,
}

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

/** Applies a delivery that is due, and those that wait with it; one that is done, or in work elsewhere, is left alone. */
async function processDelivery(
  deps: Deps,
  sources: readonly WebhookDefinition[],
  scopeIn: (workspaceId: string) => Scope,
  id: string,
): Promise<void> {
  const claim = await claimDelivery(deps, id)
  if (!claim) return
  const until = deps.clock.now().getTime() + drainFor
  try {
    const source = sources.find(known => known.source === claim.source)
    if (!source) throw new Error(`Nothing here knows deliveries of ${claim.source}`)
    const handler = await source.load()
    const scope = scopeIn(claim.workspaceId)
    if (!handler.handleAll) return await applyOne(deps, handler, scope, claim)
    let claims: readonly Claim[] = [claim, ...(await claimOthers(deps, claim, together - 1))]
    while (claims.length > 0) {
      await applyTogether(deps, handler, scope, claims)
      claims = deps.clock.now().getTime() < until ? await claimOthers(deps, claim, together) : []
    }
  } catch (error) {
    await recordFailure(deps, claim, error)
  }
}

async function applyOne(deps: Deps, { handle }: WebhookHandler, scope: Scope, claim: Claim): Promise<void> {
  try {
    await deps.db.transaction(async tx => {
      // The lock tells the sweep that somebody is alive and at work; a try that was taken over meanwhile ends here.
      const [delivery] = await tx.select().from(webhooks).where(isStill(claim)).for('update')
      if (!delivery) return
      const status = await handle(tx, deps, scope, delivery)
      await settle(tx, deps, status, [claim.id])
    })
  } catch (error) {
    await recordFailure(deps, claim, error)
  }
}

/** One that cannot be applied takes none of the others with it. */
async function applyTogether(
  deps: Deps,
  handler: WebhookHandler,
  scope: Scope,
  claims: readonly Claim[],
): Promise<void> {
  if (claims.length > 1 && (await isAppliedAtOnce(deps, handler, scope, claims))) return
  for (const claim of claims) await applyOne(deps, handler, scope, claim)
}

async function isAppliedAtOnce(
  deps: Deps,
  { handleAll }: WebhookHandler,
  scope: Scope,
  claims: readonly Claim[],
): Promise<boolean> {
  if (!handleAll) return false
  try {
    await deps.db.transaction(async tx => {
      const attempts = new Map(claims.map(claim => [claim.id, claim.attempts]))
      const rows = await tx
        .select()
        .from(webhooks)
        .where(and(inArray(webhooks.id, [...attempts.keys()]), eq(webhooks.status, 'processing')))
        .orderBy(asc(webhooks.receivedAt), asc(webhooks.id))
        .for('update')
      const deliveries = rows.filter(row => attempts.get(row.id) === row.attempts)
      const statuses = await handleAll(tx, deps, scope, deliveries)
      for (const status of ['done', 'ignored'] as const) {
        const ids = deliveries.filter((_, index) => statuses[index] === status).map(({ id }) => id)
        if (ids.length > 0) await settle(tx, deps, status, ids)
      }
    })
    return true
  } catch (error) {
    deps.log.warn({ err: error }, 'Deliveries could not be applied together: each is by itself')
    return false
  }
}

const settle = (tx: Db, { clock }: Deps, status: 'done' | 'ignored', ids: string[]) =>
  tx
    .update(webhooks)
    .set({ status, processedAt: clock.now(), nextAttemptAt: null, lastError: null })
    .where(inArray(webhooks.id, ids))

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
      .returning(claimed)
    return claim ?? null
  })
}

/** Marks further due deliveries of the same sender to the same workspace, those first that have waited longest. */
async function claimOthers({ db, clock }: Deps, { workspaceId, source }: Claim, limit: number): Promise<Claim[]> {
  const now = clock.now()
  return db.transaction(async tx => {
    const due = await tx
      .select({ id: webhooks.id, size: sql<number>`length(${webhooks.body})` })
      .from(webhooks)
      .where(
        and(
          eq(webhooks.workspaceId, workspaceId),
          sql`${webhooks.source} = ${source}`,
          // What failed before is tried again by itself.
          eq(webhooks.status, 'received'),
          lte(webhooks.nextAttemptAt, now),
        ),
      )
      .orderBy(asc(webhooks.nextAttemptAt))
      .limit(limit)
      .for('update', { skipLocked: true })
    if (due.length === 0) return []
    let size = 0
    const ids = due
      .filter((delivery, index) => {
        size += delivery.size
        return index === 0 || size <= largestTogether
      })
      .map(({ id }) => id)
    return tx
      .update(webhooks)
      .set({ status: 'processing', attempts: sql`${webhooks.attempts} + 1`, nextAttemptAt: now })
      .where(inArray(webhooks.id, ids))
      .returning(claimed)
  })
}

async function recordFailure(deps: Deps, claim: Claim, error: unknown): Promise<void> {
  const isDead = claim.attempts >= maxAttempts
  const nextAttemptAt = isDead ? null : later(deps.clock.now(), delayAfter(claim.attempts))
  const lastError = failureInWords(error)
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
