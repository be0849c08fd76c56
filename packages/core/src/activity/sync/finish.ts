import { type Db, installations, repositories, syncJobs } from '@quarterdeck/db'
import { and, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import { startSync } from './start.ts'
import { type BatchRow, holdTurn } from './turns.ts'

/**
 * Ends a batch: as failed where nothing of it came to an end, else as completed. What failed of it is tried with the next.
 * @param error why nothing more can be done; null when all was.
 * @throws TurnLost
 */
export async function finishBatch(deps: Deps, batch: BatchRow, error: string | null): Promise<void> {
  const now = deps.clock.now()
  await deps.db.transaction(async tx => {
    // The row is held before its jobs are counted: nobody else ends them meanwhile.
    await holdTurn(tx, deps, batch)
    const isOfBatch = eq(syncJobs.batchId, batch.id)
    if (error !== null) {
      const ended = { status: 'failed' as const, error, completedAt: now, blockedUntil: null }
      const isOpen = inArray(syncJobs.status, ['pending', 'running', 'blocked'])
      await tx.update(syncJobs).set(ended).where(and(isOfBatch, isOpen))
    }
    const jobs = await tx.select({ status: syncJobs.status, error: syncJobs.error }).from(syncJobs).where(isOfBatch)
    const failed = jobs.filter(({ status }) => status === 'failed')
    const isFailed = error !== null || (jobs.length > 0 && failed.length === jobs.length)
    const first = failed[0]?.error ?? null
    const some = first && `${failed.length} of ${jobs.length} repositories could not be read: ${first}`
    const said = error ?? (isFailed ? first : some)
    const status = isFailed ? ('failed' as const) : ('completed' as const)
    await holdTurn(tx, deps, batch, { status, error: said, dueAt: null, completedAt: now })
    await tx
      .update(installations)
      .set({
        lastSyncError: isFailed ? said : null,
        recoveryAttempts: isFailed ? sql`${installations.recoveryAttempts} + 1` : 0,
        ...(!isFailed && { lastSyncedAt: now }),
      })
      .where(eq(installations.id, batch.installationId))
    if (!isFailed && (await hasMore(tx, batch))) {
      const { workspaceId, installationId } = batch
      await startSync(tx, deps, { workspaceId, installationId, trigger: 'webhook' })
    }
  })
}

/** Whether repositories came to be tracked while it ran, and were never fetched. */
async function hasMore(tx: Db, { id, installationId }: BatchRow): Promise<boolean> {
  const jobs = tx.select({ id: syncJobs.repositoryId }).from(syncJobs).where(eq(syncJobs.batchId, id))
  const rows = await tx
    .select({ id: repositories.id })
    .from(repositories)
    .where(
      and(
        ...[eq(repositories.installationId, installationId), eq(repositories.isTracked, true)],
        ...[isNull(repositories.removedAt), isNull(repositories.syncedUntil), notInArray(repositories.id, jobs)],
      ),
    )
    .limit(1)
  return rows.length > 0
}
