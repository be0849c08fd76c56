import { type installations, repositories, syncJobs } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import type { GithubClient } from './github-client.ts'
import { keepRepositories, listRepositories } from './list-repositories.ts'
import { keepRate } from './page.ts'
import { sinceOf } from './policy.ts'
import { type BatchRow, holdTurn } from './turns.ts'

/**
 * Asks which repositories there are, and makes a job of each that is tracked; once a batch.
 * @throws GithubTrouble @throws TurnLost
 */
export async function makeJobs(
  deps: Deps,
  scope: Scope,
  batch: BatchRow,
  installation: typeof installations.$inferSelect,
  client: GithubClient,
): Promise<void> {
  const { db, clock } = deps
  const isOfBatch = eq(syncJobs.batchId, batch.id)
  const made = await db.select({ id: syncJobs.id }).from(syncJobs).where(isOfBatch).limit(1)
  if (made.length > 0) return
  const listed = await listRepositories(client, installation)
  await db.transaction(async tx => {
    await holdTurn(tx, deps, batch)
    if (listed) await keepRepositories(tx, deps, scope, installation, listed)
    const tracked = await tx
      .select({ id: repositories.id, syncedUntil: repositories.syncedUntil })
      .from(repositories)
      .where(
        and(
          eq(repositories.installationId, installation.id),
          eq(repositories.isTracked, true),
          isNull(repositories.removedAt),
        ),
      )
    const now = clock.now()
    const rows = tracked.map(({ id, syncedUntil }) => ({
      ...{ workspaceId: batch.workspaceId, batchId: batch.id, repositoryId: id, createdAt: now },
      cursor: { since: sinceOf(batch.trigger, batch.since, syncedUntil).toISOString() },
    }))
    // A statement has room for 65,535 parameters.
    for (let from = 0; from < rows.length; from += 1_000) {
      await tx.insert(syncJobs).values(rows.slice(from, from + 1_000))
    }
    await keepRate(tx, client, installation.id)
  })
}
