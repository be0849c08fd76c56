import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { days, hours, minutes, newId, takeDelivery } from '../../kernel/index.ts'
import { refreshInstallations, syncInstallation } from './commands.ts'
import { redeliverJob } from './jobs.ts'
import { getInstallation, listBatches, listInstallations } from './queries.ts'
import { beginScene, repositoryOf, runNow } from './testing/sync-scene.ts'
import { createSyncWorld, type SyncWorld } from './testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld(new Date('2026-07-01T00:00:00Z'))
})
afterAll(() => world.close())

describe('installations', () => {
  it('are brought in line with what GitHub says, and synced at once when they are new', async () => {
    await using test = await beginScene(world)
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
    await using test = await beginScene(world)
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
    test.repositories.push(repositoryOf(world, 9, 'acme/three'))
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
    await using test = await beginScene(world)
    const scope = await world.makeWorkspace()
    const github = { apiUrl: test.server.url, auth: { token: 'ghp_secret' } }
    Object.assign(world.deps.integrations, { github })
    await refreshInstallations(world.deps, scope)
    await world.pass(0)
    const { items } = await listInstallations(world.deps, scope, { limit: 5 })
    expect(items).toMatchObject([{ installationId: 0, repositories: 2, trackedRepositories: 0 }])
    // What webhooks of the app told of stays, and is read by the token's account.
    const shop = await world.makeInstallation(scope, { installationId: 35 })
    await refreshInstallations(world.deps, scope)
    await world.pass(0)
    expect(await getInstallation(world.deps, scope, { id: shop })).toMatchObject({ status: 'active' })
    const [{ id } = { id: '' }] = items
    await expect(syncInstallation(world.deps, scope, { id })).rejects.toMatchObject({ kind: 'conflict' })
  })
})

it('deliveries that GitHub could not make are asked for again, each once', async () => {
  await using test = await beginScene(world)
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
  for (const _ of [1, 2]) await runNow(world, redeliverJob)
  const asked = () => server.asked.filter(({ method, path }) => method === 'POST' && path.endsWith('/attempts'))
  expect(asked().map(({ path }) => path)).toEqual(['/app/hook/deliveries/1/attempts'])
  await world.pass(minutes(10))
  await runNow(world, redeliverJob)
  expect(
    asked()
      .map(({ path }) => path)
      .slice(1),
  ).toEqual(['/app/hook/deliveries/7/attempts'])
})
