import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type Scope, takeDelivery } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
})
afterAll(() => world.close())

const user = { id: 1, login: 'ana', type: 'User' }
const repository = { id: 7, full_name: 'acme/shop', owner: { login: 'acme', type: 'Organization' } }
const at = '2026-03-02T09:00:00Z'
const issue = (number: number) => ({
  ...{ id: number, number, title: `Trouble ${number}`, state: 'open', html_url: 'https://example.com/i', user },
  ...{ created_at: at, updated_at: at },
})
const opened = (number: number) => ({ action: 'opened', issue: issue(number), repository, sender: user })

async function take(eventType: string, payload: object): Promise<string> {
  const deliveryId = newId()
  const body = Buffer.from(JSON.stringify(payload))
  const { workspaceId } = scope
  await takeDelivery(world.deps, { workspaceId, source: 'github', deliveryId, eventType, headers: {}, body })
  return deliveryId
}
const statusOf = async (id: string) =>
  (await world.database.run<{ status: string }>('select status from webhooks where delivery_id = $1', [id]))[0]?.status
const numbers = async () =>
  (await world.database.run<{ n: number }>('select number as n from activity order by 1')).map(({ n }) => n)

it('applies what waits together, and one that cannot be applied, or not be read, takes nothing from the others', async () => {
  const ids = [
    await take('issues', opened(1)),
    await take('issues', { action: 'opened', repository }),
    // More than a number of Postgres can be.
    await take('issues', opened(99_999_999_999)),
    await take('star', { action: 'created', repository }),
    await take('issues', opened(2)),
  ]
  await world.runJobs()
  const statuses = []
  for (const id of ids) statuses.push(await statusOf(id))
  expect(statuses).toEqual(['done', 'ignored', 'failed', 'ignored', 'done'])
  expect(await numbers()).toEqual([1, 2])
})

const installed = (action: string, more: object = {}) => ({
  ...{ action, installation: { id: 5, account: { login: 'acme', type: 'Organization' }, repository_selection: 'all' } },
  ...more,
})
const state = async () => {
  const [row] = await world.database.run(
    `select i.status, (select string_agg(r.full_name || case when r.removed_at is null then '' else ' gone' end, ', '
        order by r.full_name) from repositories r where r.installation_id = i.id) as shows from installations i`,
  )
  return row
}
const given = (id: number, full_name: string) => ({ id, full_name, private: true })

it('knows which repositories an installation shows, and that one which is gone does not come back', async () => {
  const steps: [string, object][] = [
    ['installation', installed('created', { repositories: [given(7, 'acme/shop'), given(8, 'acme/app')] })],
    ['installation_repositories', installed('removed', { repositories_removed: [given(8, 'acme/app')] })],
    ['installation_repositories', installed('added', { repositories_added: [given(8, 'acme/app')] })],
    ['installation', installed('suspend')],
    ['installation', installed('unsuspend')],
    ['repository', { action: 'renamed', repository: { ...repository, full_name: 'acme/store' }, sender: user }],
    ['repository', { action: 'deleted', repository: { ...repository, full_name: 'acme/store' }, sender: user }],
    ['installation', installed('deleted')],
    ['installation', installed('created', { repositories: [given(7, 'acme/shop')] })],
  ]
  const seen = []
  for (const [eventType, payload] of steps) {
    await take(eventType, payload)
    await world.runJobs()
    seen.push(await state())
  }
  expect(seen).toEqual([
    { status: 'active', shows: 'acme/app, acme/shop' },
    { status: 'active', shows: 'acme/app gone, acme/shop' },
    { status: 'active', shows: 'acme/app, acme/shop' },
    { status: 'suspended', shows: 'acme/app, acme/shop' },
    { status: 'active', shows: 'acme/app, acme/shop' },
    { status: 'active', shows: 'acme/app, acme/store' },
    { status: 'active', shows: 'acme/app, acme/store gone' },
    { status: 'removed', shows: 'acme/app gone, acme/store gone' },
    { status: 'removed', shows: 'acme/app gone, acme/store gone' },
  ])
})
