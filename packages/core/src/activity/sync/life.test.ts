import { syncBatches } from '@quarterdeck/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { days, hours, minutes } from '../../kernel/index.ts'
import { cancelSync, syncInstallation, trackRepository } from './commands.ts'
import { catchUpJob, syncPruneJob } from './jobs.ts'
import { listJobs } from './queries.ts'
import { makeCommits } from './testing/history.ts'
import { beginScene, repositoryOf, runNow } from './testing/sync-scene.ts'
import { createSyncWorld, type SyncWorld } from './testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld(new Date('2026-07-01T00:00:00Z'))
})
afterAll(() => world.close())

describe('a sync', () => {
  it('runs once at a time, and is not begun again within the hour', async () => {
    await using test = await beginScene(world)
    const { scope, id } = test
    expect(await test.status()).toMatchObject({ state: 'idle', canSyncNow: true, lastSyncedAt: null })
    const asked = await Promise.all([1, 2, 3].map(() => syncInstallation(world.deps, scope, { id })))
    expect(new Set(asked.map(batch => batch.id)).size).toBe(1)
    expect(await test.status()).toMatchObject({ state: 'syncing', canSyncNow: false })
    await world.pass(0)
    expect(await test.batches()).toMatchObject([{ status: 'completed', totalRepos: 2, completedRepos: 2 }])
    const refused = { kind: 'limit_reached', retryAfter: 3_600 }
    await expect(syncInstallation(world.deps, scope, { id })).rejects.toMatchObject(refused)
    expect(await test.status()).toMatchObject({ state: 'idle', canSyncNow: false, cooldownMs: hours(1) })
    await world.pass(hours(1))
    expect(await test.status()).toMatchObject({ canSyncNow: true, cooldownMs: 0, reason: null })
    const elsewhere = await world.makeWorkspace()
    await expect(syncInstallation(world.deps, elsewhere, { id })).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('that nobody asked for comes once a day, and costs nearly nothing where nothing has happened', async () => {
    await using test = await beginScene(world)
    await runNow(world, catchUpJob)
    expect(await test.batches()).toMatchObject([{ status: 'completed', trigger: 'cron' }])
    const facts = await test.count()
    await runNow(world, catchUpJob)
    expect(await test.batches()).toHaveLength(1)
    // The second learns what the lists of the last day are called, the third that they are the same.
    for (const _ of [2, 3]) {
      await world.pass(days(1))
      await runNow(world, catchUpJob)
    }
    const before = test.server.counted()
    await world.pass(days(1))
    await runNow(world, catchUpJob)
    expect(await test.batches()).toHaveLength(4)
    const unchanged = test.server.asked.slice(-14).filter(({ headers }) => headers['if-none-match'])
    expect(unchanged.length).toBe(12)
    expect(test.server.counted() - before).toBeGreaterThan(0)
    expect(await test.count()).toBe(facts)
    const [first] = test.repositories
    first?.commits.push(...makeCommits(1, world.now(), 99))
    test.server.changed()
    await world.pass(days(1))
    await runNow(world, catchUpJob)
    expect(await test.count()).toBe((facts ?? 0) + 1)
  })

  it('waits while GitHub does not even say which repositories there are', async () => {
    let isBroken = true
    await using test = await beginScene(world, { spoilt: () => (isBroken ? 'broken' : null) })
    await syncInstallation(world.deps, test.scope, { id: test.id })
    await world.pass(0)
    const until = new Date(+world.now() + minutes(1) + 1_000).toISOString()
    const waits = { state: 'blocked', blockedUntil: until, blockedBy: expect.stringMatching(/502/) }
    expect(await test.status()).toMatchObject({ ...waits, batchProgress: { totalRepos: 0, progress: 0 } })
    expect(await test.batches()).toMatchObject([{ status: 'running', error: expect.stringMatching(/502/) }])
    isBroken = false
    await world.pass(minutes(2))
    expect(await test.batches()).toMatchObject([{ status: 'completed', completedRepos: 2, error: null }])
  })

  it('fails where no repository can be had, and is tried three times more before somebody has to look', async () => {
    let isHidden = true
    await using test = await beginScene(world, { isHidden: () => isHidden })
    const { id, scope } = test
    await syncInstallation(world.deps, scope, { id })
    await world.pass(0)
    const error = expect.stringMatching(/404/)
    expect(await test.batches()).toMatchObject([{ status: 'failed', failedRepos: 2, error }])
    expect(await test.status()).toMatchObject({ state: 'error', lastSyncError: error })
    for (let each = 0; each < 24; each++) await world.pass(minutes(15))
    const tries = await test.batches()
    expect(tries.map(({ trigger }) => trigger)).toEqual(['recovery', 'recovery', 'recovery', 'manual'])
    expect(await test.status()).toMatchObject({ lastSyncError: expect.stringMatching(/4 times in a row/) })
    isHidden = false
    await syncInstallation(world.deps, scope, { id })
    await world.pass(0)
    expect(await test.status()).toMatchObject({ state: 'idle', lastSyncError: null })
  })

  it('is complete but for a repository that cannot be had, and says so', async () => {
    await using test = await beginScene(world, { isHidden: ({ path }) => path.startsWith('/repos/acme/two') })
    await syncInstallation(world.deps, test.scope, { id: test.id })
    await world.pass(0)
    const error = expect.stringMatching(/^1 of 2 repositories could not be read: GitHub answered 404/)
    expect(await test.batches()).toMatchObject([{ status: 'completed', completedRepos: 1, failedRepos: 1, error }])
    expect(await test.status()).toMatchObject({ state: 'idle', lastSyncError: null })
  })

  it('reads the rest where the app may not read all, and says so', async () => {
    await using test = await beginScene(world, { forbids: ({ path }) => path.endsWith('/issues') })
    const { scope, id } = test
    await syncInstallation(world.deps, scope, { id })
    await world.pass(0)
    expect(await test.batches()).toMatchObject([{ status: 'completed', completedRepos: 2 }])
    const { items } = await listJobs(world.deps, scope, { limit: 10 })
    for (const { error } of items) expect(error).toMatch(/^issues: GitHub answered 403/)
    expect(await test.count()).toBe(2 * (12 + 3 * 7) + 2)
  })

  it('keeps what it has when it is cancelled', async () => {
    await using test = await beginScene(world, { limit: 110, span: minutes(30) })
    const { scope } = test
    const { id } = await syncInstallation(world.deps, scope, { id: test.id })
    await world.pass(0)
    const status = await test.status()
    // Six go at once, and still none after the last that was ours.
    expect(status).toMatchObject({
      state: 'blocked',
      rate: { remaining: 99 },
      blockedBy: expect.stringMatching(/left/),
    })
    expect(status.batchProgress?.progress).toSatisfy((part: number) => part > 0 && part < 1)
    expect(status.blockedUntil).toBe(new Date(+test.server.endsAt() + 1_000).toISOString())
    const kept = await test.count()
    expect(kept).toBeGreaterThan(0)
    expect(await cancelSync(world.deps, scope, { id })).toMatchObject({ status: 'failed', error: 'Cancelled' })
    await world.pass(hours(2))
    expect(await test.count()).toBe(kept)
    expect(await test.batches()).toHaveLength(1)
    await expect(cancelSync(world.deps, scope, { id })).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('asks each repository for a page in turn, and none that is not tracked', async () => {
    const repositories = [
      repositoryOf(world, 7, 'acme/a', 350),
      repositoryOf(world, 8, 'acme/b'),
      repositoryOf(world, 9, 'acme/c'),
    ]
    await using test = await beginScene(world, { repositories })
    const { scope, id, server } = test
    await syncInstallation(world.deps, scope, { id })
    await world.pass(0)
    const lastOf = (name: string) => server.asked.findLastIndex(({ path }) => path.startsWith(`/repos/acme/${name}`))
    expect(lastOf('b')).toBeLessThan(lastOf('a'))
    expect(lastOf('c')).toBeLessThan(lastOf('a'))
    const { items } = await listJobs(world.deps, scope, { limit: 10 })
    const own = items.find(({ repository }) => repository.fullName === 'acme/c')?.repository
    expect(own && (await trackRepository(world.deps, scope, { id: own.id, tracked: false }))).toMatchObject({
      isTracked: false,
    })
    const before = server.asked.length
    await world.pass(hours(1))
    await syncInstallation(world.deps, scope, { id })
    await world.pass(0)
    const again = new Set(server.asked.slice(before).map(({ path }) => path.split('/')[3]))
    expect([again.has('a'), again.has('b'), again.has('c')]).toEqual([true, true, false])
  })

  it('is remembered for 90 days, and the newest ten of an installation for good', async () => {
    await using test = await beginScene(world)
    const { scope, id } = test
    const made = async (ages: readonly number[], status: 'completed' | 'running') =>
      world.deps.db.insert(syncBatches).values(
        ages.map(age => {
          const at = new Date(+world.now() - days(age))
          const row = { workspaceId: scope.workspaceId, installationId: id, trigger: 'cron' as const, status }
          return { ...row, since: at, createdAt: at, completedAt: status === 'completed' ? at : null }
        }),
      )
    await made([500], 'running')
    await made([10, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101], 'completed')
    await runNow(world, syncPruneJob)
    const left = (await test.batches()).map(({ createdAt }) => (+world.now() - Date.parse(createdAt)) / days(1))
    expect(left).toEqual([10, 89, 91, 92, 93, 94, 95, 96, 97, 98, 500])
  })
})
