import {
  type Db,
  installations,
  type repositories,
  repositories as repositoryTable,
  type SyncStage,
  syncEtags,
  syncJobs,
} from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'
import { type Deps, later, type Scope } from '../../kernel/index.ts'
import { saveFacts } from '../facts/save-facts.ts'
import { type GithubClient, GithubTrouble } from './github-client.ts'
import { readComments } from './stages/comments.ts'
import { readCommits } from './stages/commits.ts'
import { readIssues } from './stages/issues.ts'
import { readPulls } from './stages/pulls.ts'
import { readReleases } from './stages/releases.ts'
import { readReviews } from './stages/reviews.ts'
import { type Cursor, type Place, type Stage, type Step, stages } from './stages/stage.ts'
import { type BatchRow, holdTurn } from './turns.ts'

export type JobRow = typeof syncJobs.$inferSelect
export interface Work {
  job: JobRow
  repository: typeof repositories.$inferSelect
}

const readers: Record<SyncStage, Stage> = {
  commits: readCommits,
  pulls: readPulls,
  reviews: readReviews,
  comments: readComments,
  issues: readIssues,
  releases: readReleases,
}

/** Keeps what GitHub said last of the requests that are left. */
export async function keepRate(tx: Db, client: GithubClient, installationId: string): Promise<void> {
  const rate = client.rate()
  if (!rate) return
  await tx
    .update(installations)
    .set({ rateRemaining: rate.remaining, rateResetAt: rate.resetAt })
    .where(eq(installations.id, installationId))
}

function placeOf(deps: Deps, batch: BatchRow, client: GithubClient, { job, repository }: Work): Place {
  const since = job.cursor?.since
  return {
    ...{ deps, client, repository, attempts: job.attempts },
    since: typeof since === 'string' ? new Date(since) : batch.since,
    skipsUnchanged: batch.trigger !== 'manual' && repository.syncedUntil !== null,
  }
}

/** How much of the repository is done: each stage is a part, and within it counts how far back it is. */
function progressOf(stage: SyncStage, { cursor, reached }: Step, since: Date, begun: Date): number {
  const part = 1 / stages.length
  const within = !cursor
    ? 1
    : reached
      ? Math.min(0.95, Math.max(0, (begun.getTime() - reached.getTime()) / (begun.getTime() - since.getTime())))
      : 0.5
  return (stages.indexOf(stage) + within) * part
}

/**
 * Fetches the next page of a repository, and keeps its facts together with where to go on.
 * @throws GithubTrouble @throws TurnLost
 */
export async function takePage(deps: Deps, scope: Scope, batch: BatchRow, client: GithubClient, work: Work) {
  const { job, repository } = work
  const place = placeOf(deps, batch, client, work)
  const stage = job.stage ?? 'commits'
  const begun = job.startedAt ?? deps.clock.now()
  const cursor: Cursor = job.cursor ?? { since: place.since.toISOString() }
  const step = await readers[stage](place, cursor)
  const next = step.cursor ? stage : stages[stages.indexOf(stage) + 1]
  const isDone = next === undefined
  await deps.db.transaction(async tx => {
    await holdTurn(tx, deps, batch, { error: null })
    const { added, superseded } = await saveFacts(tx, deps, scope, step.told, { via: 'sync' })
    const change = {
      stage: next ?? stage,
      cursor: step.cursor ?? { since: place.since.toISOString() },
      progress: isDone ? 1 : Math.max(job.progress, progressOf(stage, step, place.since, begun)),
      facts: sql`${syncJobs.facts} + ${added + superseded}`,
      pages: sql`${syncJobs.pages} + 1`,
      ...{ attempts: step.trouble ? job.attempts : 0, blockedUntil: null, startedAt: begun },
      // What a failure said goes with it; what may not be read stays said.
      error: step.note ?? (job.attempts === 0 ? job.error : null),
      ...{ status: isDone ? ('completed' as const) : ('running' as const) },
      completedAt: isDone ? deps.clock.now() : null,
    }
    await tx.update(syncJobs).set(change).where(eq(syncJobs.id, job.id))
    if (step.seen) await keepEtag(tx, deps, scope, repository.id, step.seen)
    if (isDone) {
      const syncedUntil = sql`greatest(${repositoryTable.syncedUntil}, ${begun.toISOString()}::timestamptz)`
      await tx.update(repositoryTable).set({ syncedUntil }).where(eq(repositoryTable.id, repository.id))
    }
    await keepRate(tx, client, batch.installationId)
  })
  if (step.trouble) throw step.trouble
}

async function keepEtag(
  tx: Db,
  deps: Deps,
  { workspaceId }: Scope,
  repositoryId: string,
  { list, etag }: { list: string; etag: string },
): Promise<void> {
  const updatedAt = deps.clock.now()
  await tx
    .insert(syncEtags)
    .values({ workspaceId, repositoryId, list, etag, updatedAt })
    .onConflictDoUpdate({ target: [syncEtags.repositoryId, syncEtags.list], set: { etag, updatedAt } })
}

/** How often a page is tried that GitHub could give another time; then its repository waits for the next sync. */
const maxAttempts = 8
/** Two seconds, doubled each time up to ten minutes. */
const delay = (attempts: number) => Math.min(2_000 * 2 ** (attempts - 1), 600_000)

/** Writes down that a page did not come: it is tried again later, or the repository is given up. @throws TurnLost */
export async function noteFailure(deps: Deps, batch: BatchRow, { job }: Work, error: unknown): Promise<void> {
  const now = deps.clock.now()
  const attempts = job.attempts + 1
  const isFinal = (error instanceof GithubTrouble && error.kind === 'refused') || attempts >= maxAttempts
  const message = error instanceof GithubTrouble ? error.message : 'Its page could not be kept here; the log says why'
  await deps.db.transaction(async tx => {
    await holdTurn(tx, deps, batch)
    await tx
      .update(syncJobs)
      .set({
        ...{ attempts, error: message },
        ...(isFinal
          ? { status: 'failed', completedAt: now, blockedUntil: null }
          : { status: 'pending', blockedUntil: later(now, delay(attempts)) }),
      })
      .where(eq(syncJobs.id, job.id))
  })
}
