import { installations, repositories, syncBatches, syncJobs } from '@quarterdeck/db'
import { and, eq, inArray } from 'drizzle-orm'
import {
  audit,
  type ById,
  conflict,
  type Deps,
  type DomainError,
  limitReached,
  notFound,
  type Scope,
  unavailable,
} from '../../kernel/index.ts'
import type { SyncInstallationInput, TrackRepositoryInput } from '../inputs.ts'
import type { RepositoryDetailDto, SyncBatchDto } from '../model.ts'
import { getRepository } from '../repositories.ts'
import { holdInstallation, readCircumstances } from './circumstances.ts'
import { decideSync, type SyncVerdict } from './policy.ts'
import { getBatch } from './queries.ts'
import { installationsQueue } from './queue.ts'
import { startSync } from './start.ts'
import { refusalOf } from './words.ts'

type Refusal = Extract<SyncVerdict, { may: false }>

function refuse(refusal: Refusal, now: Date): DomainError {
  const said = refusalOf(refusal)
  if (refusal.until) return limitReached(said, Math.max(1, Math.ceil((+refusal.until - +now) / 1_000)))
  return refusal.reason === 'not_configured' ? unavailable(said, 300) : conflict(said)
}

/**
 * Begins a sync of an installation, or finds the one that runs.
 * @throws DomainError `not_found`; `limit_reached` soon after another or while GitHub gives nothing; `conflict` where there
 * is nothing to sync; `unavailable` where this server may not ask GitHub.
 */
export async function syncInstallation(
  deps: Deps,
  scope: Scope,
  { id, since }: SyncInstallationInput,
): Promise<SyncBatchDto> {
  const { workspaceId, actor } = scope
  const now = deps.clock.now()
  const batchId = await deps.db.transaction(async tx => {
    const row = await holdInstallation(tx, workspaceId, id)
    if (!row) throw notFound('This installation')
    const verdict = decideSync('manual', await readCircumstances(tx, deps, row), now)
    if (!verdict.may && verdict.reason !== 'already_syncing') throw refuse(verdict, now)
    const requestedBy = actor.kind === 'person' ? actor.id : null
    const wanted = { workspaceId, installationId: id, trigger: 'manual' as const, since, requestedBy }
    const started = await startSync(tx, deps, wanted)
    if (started.isNew) await tx.update(installations).set({ lastManualSyncAt: now }).where(eq(installations.id, id))
    await audit(tx, scope, {
      ...{ action: 'installations.sync', entity: 'installation', entityId: id },
      after: { batchId: started.batchId, isNew: started.isNew, ...(since && { since: since.toISOString() }) },
    })
    return started.batchId
  })
  return getBatch(deps, scope, { id: batchId })
}

/** Asks GitHub which installations and repositories there are, in a job. */
export async function refreshInstallations(deps: Deps, scope: Scope): Promise<{ isAsked: true }> {
  const { workspaceId } = scope
  if (!deps.integrations.github) throw refuse({ may: false, reason: 'not_configured', until: null }, deps.clock.now())
  await deps.db.transaction(async tx => {
    await deps.jobs.enqueue(tx, installationsQueue, { workspaceId }, { once: workspaceId })
    await audit(tx, scope, { action: 'installations.refresh', entity: 'workspace', entityId: workspaceId })
  })
  return { isAsked: true }
}

/**
 * Ends a sync that runs. What it has fetched stays, and the next one goes on from there.
 * @throws DomainError `not_found`; `conflict` when it has ended.
 */
export async function cancelSync(deps: Deps, scope: Scope, { id }: ById): Promise<SyncBatchDto> {
  const now = deps.clock.now()
  await deps.db.transaction(async tx => {
    const isIt = and(eq(syncBatches.id, id), eq(syncBatches.workspaceId, scope.workspaceId))
    const [batch] = await tx.select().from(syncBatches).where(isIt).for('update')
    if (!batch) throw notFound('This sync')
    if (batch.status !== 'running') throw conflict(`This sync has ended: it is ${batch.status}`)
    // Who did it is in the audit log.
    const error = 'Cancelled'
    const ended = { status: 'failed' as const, error, completedAt: now }
    await tx
      .update(syncBatches)
      .set({ ...ended, dueAt: null })
      .where(isIt)
    const isOpen = inArray(syncJobs.status, ['pending', 'running', 'blocked'])
    await tx
      .update(syncJobs)
      .set({ ...ended, blockedUntil: null })
      .where(and(eq(syncJobs.batchId, id), isOpen))
    // Somebody wanted it to end: it is not begun anew by itself.
    await tx.update(installations).set({ recoveryAttempts: 0 }).where(eq(installations.id, batch.installationId))
    await audit(tx, scope, {
      ...{ action: 'sync.cancel', entity: 'sync', entityId: id },
      ...{ before: { status: 'running' }, after: { status: 'failed', error } },
    })
  })
  return getBatch(deps, scope, { id })
}

/** Says whether syncs and reports take a repository into account. @throws DomainError `not_found` */
export async function trackRepository(
  deps: Deps,
  scope: Scope,
  { id, tracked }: TrackRepositoryInput,
): Promise<RepositoryDetailDto> {
  await deps.db.transaction(async tx => {
    const isIt = and(eq(repositories.id, id), eq(repositories.workspaceId, scope.workspaceId))
    const [before] = await tx.select({ isTracked: repositories.isTracked }).from(repositories).where(isIt).for('update')
    if (!before) throw notFound('This repository')
    await tx.update(repositories).set({ isTracked: tracked }).where(isIt)
    await audit(tx, scope, {
      ...{ action: 'repositories.track', entity: 'repository', entityId: id, before },
      after: { isTracked: tracked },
    })
  })
  return getRepository(deps, scope, { id })
}
