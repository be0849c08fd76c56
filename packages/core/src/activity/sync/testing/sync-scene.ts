import { installations } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { days, type JobQueue } from '../../../kernel/index.ts'
import { listBatches } from '../queries.ts'
import { getSyncStatus } from '../status.ts'
import { makeCommits, makePulls } from './history.ts'
import { type HistoryRepository, openHistoryServer } from './history-server.ts'
import { appSettings, type SyncWorld } from './sync-world.ts'

type Options = Partial<Parameters<typeof openHistoryServer>[0]>

/** A repository with commits of the last days, an hour apart, and three pull requests. */
export function repositoryOf(world: SyncWorld, ghId: number, fullName: string, count = 12): HistoryRepository {
  const commits = makeCommits(count, new Date(+world.now() - days(5)), ghId)
  return { ghId, fullName, commits, pulls: makePulls(commits.slice(0, 3), ghId) }
}

/** A workspace of its own, whose GitHub holds two repositories. */
export async function beginScene(world: SyncWorld, options: Options = {}) {
  const repositories = options.repositories ?? [repositoryOf(world, 7, 'acme/one'), repositoryOf(world, 8, 'acme/two')]
  const server = await openHistoryServer({ now: world.now, ...options, repositories })
  Object.assign(world.deps.integrations, { github: appSettings(server.url) })
  const scope = await world.makeWorkspace()
  const id = await world.makeInstallation(scope)
  return {
    ...{ server, repositories, scope, id },
    status: () => getSyncStatus(world.deps, scope, { installationId: id }),
    batches: async () => (await listBatches(world.deps, scope, { limit: 20 })).items,
    count: async () => {
      const [row] = await world.database.run<{ n: number }>(
        'select count(*)::int as n from activity where workspace_id = $1 and superseded_at is null',
        [scope.workspaceId],
      )
      return row?.n
    },
    // Other tests' installations go on by themselves: the catch-up asks for all.
    [Symbol.asyncDispose]: async () => {
      await world.deps.db.update(installations).set({ status: 'removed' }).where(eq(installations.id, id))
      await server.close()
    },
  }
}

/** Lets a job run that nobody else asks for. */
export const runNow = async (world: SyncWorld, job: JobQueue<Record<string, never>>) => {
  await world.deps.jobs.enqueue(world.deps.db, job, {})
  await world.pass(0)
}
