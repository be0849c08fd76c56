import { installations } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { days, hours, type JobQueue, minutes, newId, takeDelivery } from '../../kernel/index.ts'
import { cancelSync, refreshInstallations, syncInstallation, trackRepository } from './commands.ts'
import { catchUpJob, redeliverJob } from './jobs.ts'
import { getInstallation, listBatches, listInstallations, listJobs } from './queries.ts'
import { getSyncStatus } from './status.ts'
import { makeCommits, makePulls } from './testing/history.ts'
import { type HistoryRepository, openHistoryServer } from './testing/history-server.ts'
import { appSettings, createSyncWorld, type SyncWorld } from './testing/sync-world.ts'

type Options = Partial<Parameters<typeof openHistoryServer>[0]>

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld(new Date('2026-07-01T00:00:00Z'))
})
afterAll(() => world.close())

const recent = (mark: number, count = 12) => makeCommits(count, new Date(+world.now() - days(5)), mark)
function repositoryOf(ghId: number, fullName: string, count?: number): HistoryRepository {
  const commits = recent(ghId, count)
  return { ghId, fullName, commits, pulls: makePulls(commits.slice(0, 3), ghId) }
}

/** A workspace of its own, whose GitHub holds two repositories. */
async function begin(options: Options = {}) {
  const repositories = options.repositories ?? [repositoryOf(7, 'acme/one'), repositoryOf(8, 'acme/two')]
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

const runNow = async (job: JobQueue<Record<string, never>>) => {
  await world.deps.jobs.enqueue(world.deps.db, job, {})
  await world.pass(0)
}

describe('a sync', () => {
  it('runs once at a time, and is not begun again within the hour', async () => {
    await using test = await begin()
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
    await using test = await begin()
    await runNow(catchUpJob)
    expect(await test.batches()).toMatchObject([{ status: 'completed', trigger: 'cron' }])
    const facts = await test.count()
    await runNow(catchUpJob)
    expect(await test.batches()).toHaveLength(1)
    // The second learns what the lists of the last day are called, the third that they are the same.
    for (const _ of [2, 3]) {
      await world.pass(days(1))
      await runNow(catchUpJob)
    }
    const before = test.server.counted()
    await world.pass(days(1))
    await runNow(catchUpJob)
    expect(await test.batches()).toHaveLength(4)
    const unchanged = test.server.asked.slice(-14).filter(({ headers }) => headers['if-none-match'])
    expect(unchanged.length).toBe(12)
    expect(test.server.counted() - before).toBeGreaterThan(0)
    expect(await test.count()).toBe(facts)
    const [first] = test.repositories
    first?.commits.push(...makeCommits(1, world.now(), 99))
    test.server.changed()
    await world.pass(days(1))
    await runNow(catchUpJob)
    expect(await test.count()).toBe((facts ?? 0) + 1)
  })

  it('waits while GitHub does not even say which repositories there are', async () => {
    let isBroken = true
    await using test = await begin({ spoilt: () => (isBroken ? 'broken' : null) })
    await syncInstallation(world.deps, test.scope, { id: test.id })
    await world.pass(0)
    expect(await test.status()).toMatchObject({ state: 'syncing', batchProgress: { totalRepos: 0 } })
    expect(await test.batches()).toMatchObject([{ status: 'running', error: expect.stringMatching(/502/) }])
    isBroken = false
    await world.pass(minutes(2))
    expect(await test.batches()).toMatchObject([{ status: 'completed', completedRepos: 2, error: null }])
  })

  it('fails where no repository can be had, and is tried three times more before somebody has to look', async () => {
    let isHidden = true
    await using test = await begin({ isHidden: () => isHidden })
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

  it('keeps what it has when it is cancelled', async () => {
    await using test = await begin({ limit: 110, span: minutes(30) })
    const { scope } = test
    const { id } = await syncInstallation(world.deps, scope, { id: test.id })
    await world.pass(0)
    const status = await test.status()
    // Six requests at once may each have seen the last one above the reserve.
    expect(status).toMatchObject({ state: 'blocked' })
    expect(status.rate.remaining).toSatisfy((left: number) => left > 93 && left < 100)
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
    const repositories = [repositoryOf(7, 'acme/a', 350), repositoryOf(8, 'acme/b'), repositoryOf(9, 'acme/c')]
    await using test = await begin({ repositories })
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
})

describe('installations', () => {
  it('are brought in line with what GitHub says, and synced at once when they are new', async () => {
    await using test = await begin()
    const scope = await world.makeWorkspace()
    await refreshInstallations(world.deps, scope)
    await world.pass(0)
    const { items } = await listInstallations(world.deps, scope, { limit: 5 })
    expect(items).toMatchObject([{ installationId: 34, accountLogin: 'acme', repositories: 2, trackedRepositories: 2 }])
    expect(items[0]?.lastSyncedAt).toBe(world.now().toISOString())
    test.repositories.pop()
    await refreshInstallations(world.deps, scope)
    await world.pass(0)
    const id = items[0]?.id ?? ''
    expect(await getInstallation(world.deps, scope, { id })).toMatchObject({ repositories: 1 })
  })

  it('are synced when a delivery tells of them, and again for what is added while that runs', async () => {
    await using test = await begin()
    const scope = await world.makeWorkspace()
    const { workspaceId } = scope
    const hear = async (eventType: string, more: object) => {
      const about = { id: 34, account: { login: 'acme', type: 'Organization' }, repository_selection: 'selected' }
      const body = Buffer.from(JSON.stringify({ installation: about, ...more }))
      await takeDelivery(world.deps, {
        ...{ workspaceId, source: 'github', deliveryId: newId(), eventType, headers: {}, body },
      })
    }
    await hear('installation', { action: 'created' })
    await world.pass(0)
    const own = async () => (await listBatches(world.deps, scope, { limit: 20 })).items
    expect(await own()).toMatchObject([{ trigger: 'webhook', status: 'completed', completedRepos: 2 }])
    test.repositories.push(repositoryOf(9, 'acme/three'))
    test.server.changed()
    await hear('installation_repositories', {
      action: 'added',
      repositories_added: [{ id: 9, full_name: 'acme/three' }],
    })
    await world.pass(0)
    expect(await own()).toMatchObject([{ totalRepos: 3, completedRepos: 3 }, {}])
    await hear('installation', { action: 'deleted' })
    await world.pass(days(2))
    expect(await own()).toHaveLength(2)
  })

  it('of a token are its account, and what it sees is tracked when somebody says so', async () => {
    await using test = await begin()
    const scope = await world.makeWorkspace()
    const github = { apiUrl: test.server.url, auth: { token: 'ghp_secret' } }
    Object.assign(world.deps.integrations, { github })
    await refreshInstallations(world.deps, scope)
    await world.pass(0)
    const { items } = await listInstallations(world.deps, scope, { limit: 5 })
    expect(items).toMatchObject([{ installationId: 0, repositories: 2, trackedRepositories: 0 }])
    const [{ id } = { id: '' }] = items
    await expect(syncInstallation(world.deps, scope, { id })).rejects.toMatchObject({ kind: 'conflict' })
  })
})

it('deliveries that GitHub could not make are asked for again, each once', async () => {
  await using test = await begin()
  const { server, scope } = test
  Object.assign(world.deps.webhookSecrets, { github: ['a secret'] })
  const delivery = (id: number, guid: string, age: number, status_code = 500, redelivery = false) =>
    server.deliveries.push({
      ...{ id, guid, status_code, redelivery },
      delivered_at: new Date(+world.now() - age).toISOString(),
    })
  delivery(1, 'lost', hours(2))
  delivery(2, 'made', hours(2), 202)
  delivery(3, 'mended', hours(3))
  delivery(4, 'mended', hours(2), 200, true)
  delivery(5, 'lost twice', hours(3))
  delivery(6, 'lost twice', hours(2), 502, true)
  delivery(7, 'just now', minutes(1))
  delivery(8, 'long ago', days(4))
  delivery(9, 'here all the same', hours(1), 504)
  const here = { source: 'github' as const, deliveryId: 'here all the same', eventType: 'ping', headers: {} }
  await takeDelivery(world.deps, { ...here, workspaceId: scope.workspaceId, body: Buffer.from('{}') })
  for (const _ of [1, 2]) await runNow(redeliverJob)
  const asked = () => server.asked.filter(({ method, path }) => method === 'POST' && path.endsWith('/attempts'))
  expect(asked().map(({ path }) => path)).toEqual(['/app/hook/deliveries/1/attempts'])
  await world.pass(minutes(10))
  await runNow(redeliverJob)
  expect(
    asked()
      .map(({ path }) => path)
      .slice(1),
  ).toEqual(['/app/hook/deliveries/7/attempts'])
})
