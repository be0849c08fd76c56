import { type Db, type SyncTrigger, syncBatches } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import { usualSince } from './policy.ts'
import { syncQueue } from './queue.ts'

interface Wanted {
  workspaceId: string
  /** The row, not GitHub's number. */
  installationId: string
  trigger: SyncTrigger
  /** How far back, for repositories too that are here up to a later moment. */
  since?: Date | undefined
  requestedBy?: string | null
}

/**
 * Begins a sync of all tracked repositories of an installation; where one runs already, that one is it.
 * Nothing is asked here: see `policy.ts` for whether it should be.
 */
export async function startSync(tx: Db, deps: Deps, wanted: Wanted): Promise<{ batchId: string; isNew: boolean }> {
  const { workspaceId, installationId, trigger, since, requestedBy = null } = wanted
  const now = deps.clock.now()
  const row = { workspaceId, installationId, trigger, requestedBy, createdAt: now, dueAt: now }
  // Another may end between the two statements.
  for (let tries = 0; tries < 3; tries++) {
    const [made] = await tx
      .insert(syncBatches)
      .values({ ...row, since: since ?? usualSince(now) })
      .onConflictDoNothing()
      .returning({ id: syncBatches.id })
    if (made) {
      await deps.jobs.enqueue(tx, syncQueue, { batchId: made.id }, { once: made.id })
      return { batchId: made.id, isNew: true }
    }
    const isRunning = and(eq(syncBatches.installationId, installationId), eq(syncBatches.status, 'running'))
    const [running] = await tx.select({ id: syncBatches.id }).from(syncBatches).where(isRunning)
    if (running) return { batchId: running.id, isNew: false }
  }
  throw new Error('A sync could neither be begun nor found')
}
