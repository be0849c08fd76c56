import { installations, repositories, syncBatches, syncJobs } from '@quarterdeck/db'
import { and, asc, desc, eq } from 'drizzle-orm'
import { type Deps, notFound, type Scope } from '../../kernel/index.ts'
import type { SyncStatusInput } from '../inputs.ts'
import type { SyncStatusDto } from '../model.ts'
import { type InstallationRow, rateOf, readCircumstances } from './circumstances.ts'
import { decideSync, maxRecoveries } from './policy.ts'
import { nothingToSync, refusalOf } from './words.ts'

type BatchRow = typeof syncBatches.$inferSelect
interface Job {
  status: (typeof syncJobs.$inferSelect)['status']
  progress: number
  facts: number
  fullName: string
}

const readRunning = ({ db }: Deps, scope: Scope, installationId: string | undefined): Promise<BatchRow[]> =>
  db
    .select()
    .from(syncBatches)
    .where(
      and(
        ...[eq(syncBatches.workspaceId, scope.workspaceId), eq(syncBatches.status, 'running')],
        installationId ? eq(syncBatches.installationId, installationId) : undefined,
      ),
    )
    .orderBy(desc(syncBatches.createdAt), desc(syncBatches.id))

const readJobs = ({ db }: Deps, batchId: string): Promise<Job[]> =>
  db
    .select({
      ...{ status: syncJobs.status, progress: syncJobs.progress, facts: syncJobs.facts },
      fullName: repositories.fullName,
    })
    .from(syncJobs)
    .innerJoin(repositories, eq(repositories.id, syncJobs.repositoryId))
    .where(eq(syncJobs.batchId, batchId))
    // The one that was served last comes last.
    .orderBy(asc(syncJobs.updatedAt), asc(syncJobs.id))

function progressOf(batch: BatchRow, jobs: readonly Job[]): SyncStatusDto['batchProgress'] {
  const having = (status: Job['status']) => jobs.filter(job => job.status === status)
  return {
    batchId: batch.id,
    totalRepos: jobs.length,
    completedRepos: having('completed').length,
    failedRepos: having('failed').length,
    // Of what failed nothing more comes.
    progress:
      jobs.reduce((sum, { status, progress }) => sum + (status === 'failed' ? 1 : progress), 0) / (jobs.length || 1),
    facts: jobs.reduce((sum, { facts }) => sum + facts, 0),
    currentRepo: having('running').at(-1)?.fullName ?? null,
    startedAt: batch.createdAt.toISOString(),
  }
}

/** Until when the whole of a batch waits; null while somebody works on it, which says of no trouble. */
const waitsUntil = ({ dueAt, error }: BatchRow, now: Date): Date | null =>
  error !== null && dueAt !== null && dueAt > now ? dueAt : null

/** `recoveryAttempts` beyond the last try by itself: somebody has to look. */
function errorOf(rows: readonly InstallationRow[]): string | null {
  const row = rows.find(({ lastSyncError }) => lastSyncError)
  if (!row?.lastSyncError) return null
  const isGivenUp = row.recoveryAttempts > maxRecoveries
  return isGivenUp ? `${row.lastSyncError}. It failed ${row.recoveryAttempts} times in a row` : row.lastSyncError
}

const noneOf = ({ integrations }: Deps): string =>
  integrations.github ? nothingToSync : refusalOf({ may: false, reason: 'not_configured', until: null })

const least = (moments: readonly (Date | null)[]): Date | null =>
  moments.reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null)

/**
 * How syncing stands: of one installation, or of all that are active together.
 * @throws DomainError `not_found`
 */
export async function getSyncStatus(
  deps: Deps,
  scope: Scope,
  { installationId }: SyncStatusInput,
): Promise<SyncStatusDto> {
  const now = deps.clock.now()
  const all = await deps.db
    .select()
    .from(installations)
    .where(
      and(
        eq(installations.workspaceId, scope.workspaceId),
        installationId ? eq(installations.id, installationId) : eq(installations.status, 'active'),
      ),
    )
    .orderBy(asc(installations.createdAt), asc(installations.id))
  if (installationId && all.length === 0) throw notFound('This installation')
  const running = await readRunning(deps, scope, installationId)
  const [batch] = running
  const jobs = batch ? await readJobs(deps, batch.id) : []
  const blocked = batch ? waitsUntil(batch, now) : null
  const error = errorOf(all)
  const known = await Promise.all(all.map(row => readCircumstances(deps.db, deps, row)))
  const verdicts = known.map(each => decideSync('manual', each, now))
  const isOpen = verdicts.some(({ may }) => may)
  const refusal = verdicts.find(verdict => !verdict.may)
  const allowedAt = isOpen ? null : least(verdicts.map(verdict => (verdict.may ? null : verdict.until)))
  const state = batch
    ? blocked
      ? ('blocked' as const)
      : batch.trigger === 'recovery'
        ? ('recovering' as const)
        : ('syncing' as const)
    : error
      ? ('error' as const)
      : ('idle' as const)
  const rates = all.flatMap(row => rateOf(row) ?? [])
  const rate = rates.toSorted((a, b) => a.remaining - b.remaining)[0]
  const synced = all.flatMap(({ lastSyncedAt }) => lastSyncedAt ?? []).toSorted((a, b) => +b - +a)[0]
  return {
    state,
    canSyncNow: isOpen,
    reason: isOpen ? null : refusal && !refusal.may ? refusalOf(refusal) : noneOf(deps),
    cooldownMs: allowedAt ? +allowedAt - +now : 0,
    blockedUntil: blocked?.toISOString() ?? null,
    blockedBy: blocked ? (batch?.error ?? null) : null,
    batchProgress: batch ? progressOf(batch, jobs) : null,
    lastSyncedAt: synced?.toISOString() ?? null,
    lastSyncError: error,
    rate: { remaining: rate?.remaining ?? null, resetAt: rate?.resetAt.toISOString() ?? null },
  }
}
