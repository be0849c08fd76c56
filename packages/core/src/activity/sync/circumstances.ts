import { type Db, installations, repositories, syncBatches } from '@quarterdeck/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import type { Rate, SyncCircumstances } from './policy.ts'

export type InstallationRow = typeof installations.$inferSelect

/** What GitHub said last of the requests that are left. */
export const rateOf = ({ rateRemaining, rateResetAt }: InstallationRow): Rate | null =>
  rateRemaining === null || rateResetAt === null ? null : { remaining: rateRemaining, resetAt: rateResetAt }

/** What decides whether an installation may be synced now. */
export async function readCircumstances(
  db: Db,
  { integrations }: Pick<Deps, 'integrations'>,
  row: InstallationRow,
): Promise<SyncCircumstances> {
  const isKnown = and(eq(repositories.installationId, row.id), isNull(repositories.removedAt))
  const isRunning = and(eq(syncBatches.installationId, row.id), eq(syncBatches.status, 'running'))
  const [counts] = await db
    .select({
      known: sql<number>`count(*)::int`,
      tracked: sql<number>`(count(*) filter (where ${repositories.isTracked}))::int`,
    })
    .from(repositories)
    .where(isKnown)
  const running = await db.select({ id: syncBatches.id }).from(syncBatches).where(isRunning)
  return {
    ...{ isConfigured: integrations.github !== null, isSample: row.origin === 'sample' },
    ...{ status: row.status, lastSyncedAt: row.lastSyncedAt, lastManualSyncAt: row.lastManualSyncAt },
    ...{ repositories: counts?.known ?? 0, tracked: counts?.tracked ?? 0 },
    rate: rateOf(row),
    isRunning: running.length > 0,
  }
}

/** The installation, held until the transaction ends; null when it is not here. */
export async function holdInstallation(tx: Db, workspaceId: string, id: string): Promise<InstallationRow | null> {
  const isIt = and(eq(installations.id, id), eq(installations.workspaceId, workspaceId))
  const [row] = await tx.select().from(installations).where(isIt).for('update')
  return row ?? null
}
