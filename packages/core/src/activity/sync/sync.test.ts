import { activity } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../kernel/index.ts'
import { syncInstallation } from './commands.ts'
import { listBatches, listJobs } from './queries.ts'
import { getSyncStatus } from './status.ts'
import { type KnownCommit, makeCommits, makePulls, readRealCommits } from './testing/history.ts'
import { type HistoryRepository, openHistoryServer } from './testing/history-server.ts'
import { appSettings, createSyncWorld, type SyncWorld } from './testing/sync-world.ts'

const minute = 60_000
const real = readRealCommits()
// Where the real ones are not beside the repository, made ones take their place; the test's name says so.
const history: KnownCommit[] = real ?? makeCommits(2_500, new Date('2022-08-29T00:00:00Z'))
const which = real ? 'real commits' : 'made commits (the real ones are not here: shared/data/github/trpc-commits.jsonl)'
const begins = new Date('2026-07-01T00:00:00Z')

const repositories: HistoryRepository[] = [
  { ghId: 7, fullName: 'acme/large', commits: history, pulls: makePulls(history.slice(-110), 7) },
  { ghId: 8, fullName: 'acme/small', ...ofSmall(8) },
  { ghId: 9, fullName: 'acme/tiny', ...ofSmall(9) },
]
function ofSmall(mark: number) {
  const commits = makeCommits(40, new Date('2026-06-01T00:00:00Z'), mark)
  return { commits, pulls: makePulls(commits.slice(0, 5), mark) }
}

/** What must be there in the end, by repository and object. */
function expectedKeys({ ghId, commits, pulls }: HistoryRepository): string[] {
  const own = pulls.flatMap(({ number, mergedAt, commits: branch }) => [
    ...[`pr:${number}:opened`, `pr:${number}:merged`, `review:${ghId * 100_000 + number}`],
    ...[`review-comment:${ghId * 100_000 + number}`, `comment:${ghId * 200_000 + number}`],
    ...[`issue:${number + 1}:opened`, `issue:${number + 1}:closed:${mergedAt.toISOString()}`],
    ...(number % 20 === 1 ? [`release:${ghId * 100_000 + number}`] : []),
    ...branch.map(({ sha }) => `commit:${sha}`),
  ])
  return [...commits.map(({ sha }) => `commit:${sha}`), ...own].toSorted()
}

/** Each list once, each commit, and each pull request with its commits and reviews. */
const leastRequests = repositories.reduce(
  (sum, { commits, pulls }) => sum + commits.length + commits.length / 100 + pulls.length * 3 + 10,
  0,
)

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld(begins)
})
afterAll(() => world.close())

/** A small seeded generator (a linear congruential one, Numerical Recipes 7.1.4): times to kill at need no more. */
function randomly(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const seed = Number(process.env.SYNC_KILL_SEED ?? 7)
const kills = 10

async function readKeys(scope: Scope) {
  const rows = await world.database.run<{ name: string; key: string; via: string }>(
    `select r.full_name as name, a.object_key as key from activity a join repositories r on r.id = a.repository_id
      where a.workspace_id = $1 and a.superseded_at is null and a.removed_at is null`,
    [scope.workspaceId],
  )
  return (fullName: string) =>
    rows
      .filter(({ name }) => name === fullName)
      .map(({ key }) => key)
      .toSorted()
}

describe('a sync', () => {
  it(`ends complete, with every fact once, through limits, 502s and ten kills (${which}, seed ${seed})`, async () => {
    const random = randomly(seed)
    let killAt = Number.POSITIVE_INFINITY
    const server = await openHistoryServer({
      ...{ repositories, now: world.now, limit: 1_000, span: minute },
      spoilt: n => {
        if (n >= killAt) world.life.kill()
        return n % 197 === 0 ? 'broken' : n % 801 === 0 ? 'secondary' : n % 963 === 0 ? 'slow down' : null
      },
    })
    Object.assign(world.deps.integrations, { github: appSettings(server.url) })
    const scope = await world.makeWorkspace()
    const id = await world.makeInstallation(scope)
    const { id: batchId } = await syncInstallation(world.deps, scope, { id, since: new Date('2022-01-01T00:00:00Z') })
    const seen = new Set<string>()
    let killed = 0
    for (let turns = 0; turns < 150; turns++) {
      killAt = Number.POSITIVE_INFINITY
      if (killed < kills) {
        if (random(2) === 0) killAt = server.counted() + 1 + random(250)
        else world.life.killAtCommit(1 + random(8), random(2) === 0 ? 'before' : 'after')
      }
      await world.pass(turns === 0 ? 0 : 20_000)
      if (world.life.begin()) killed++
      const { state, batchProgress } = await getSyncStatus(world.deps, scope, { installationId: id })
      seen.add(state)
      if (!batchProgress) break
    }
    expect(killed).toBe(kills)
    const { items } = await listBatches(world.deps, scope, { limit: 10 })
    expect(items).toMatchObject([{ id: batchId, status: 'completed', totalRepos: 3, completedRepos: 3, error: null }])
    const keysOf = await readKeys(scope)
    for (const each of repositories) expect(keysOf(each.fullName)).toEqual(expectedKeys(each))
    const rows = await world.deps.db.select().from(activity).where(eq(activity.workspaceId, scope.workspaceId))
    // Commits have their size from the first: none had to be told twice.
    expect(rows.filter(({ supersededAt }) => supersededAt)).toEqual([])
    expect(rows.find(({ objectKey }) => objectKey === `commit:${history[0]?.sha}`)).toMatchObject({
      additions: history[0]?.additions,
      filesChanged: history[0]?.files,
    })
    expect([...seen].toSorted()).toEqual(['blocked', 'idle', 'syncing'])
    // What was on its way when it was killed is asked for again: never more than a page, which is 101 requests at most.
    expect(server.counted()).toBeLessThan(leastRequests + kills * 101 + 150)
    const pages = (await listJobs(world.deps, scope, { batchId, limit: 10 })).items
    expect(pages.map(({ progress, status }) => ({ progress, status }))).toEqual(
      Array(3).fill({ progress: 1, status: 'completed' }),
    )
    await server.close()
  }, 180_000)
})
