import { afterAll, beforeAll, expect, it } from 'vitest'
import { usage } from '../dashboards/index.ts'
import { filtersInput } from '../essays/index.ts'
import { newId, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { ingest } from '../tracking/index.ts'
import { updateWorkspace, updateWorkspaceInput } from './workspace.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
})
afterAll(() => world.close())

it('changes what is given, and says in the audit log what was before', async () => {
  const { deps, database } = world
  expect(await updateWorkspace(deps, scope, { name: 'Harbour' })).toMatchObject({ name: 'Harbour', timeZone: 'UTC' })
  expect(await updateWorkspace(deps, scope, { timeZone: 'Pacific/Auckland' })).toMatchObject({
    name: 'Harbour',
    timeZone: 'Pacific/Auckland',
  })
  expect(
    await database.run("select before, after from audit_log where action = 'workspace.update' order by at, id"),
  ).toEqual([
    { before: { name: 'Test', timeZone: 'UTC' }, after: { name: 'Harbour', timeZone: 'UTC' } },
    { before: { name: 'Harbour', timeZone: 'UTC' }, after: { name: 'Harbour', timeZone: 'Pacific/Auckland' } },
  ])
})

it('counts days by the new clocks', async () => {
  const { deps } = world
  const own = await world.makeWorkspace()
  const timestamp = new Date(Date.now() - 3 * 86_400_000)
  timestamp.setUTCHours(20, 0, 0, 0)
  const event = { id: newId(), name: 'saved', visitId: 'v', timestamp: timestamp.toISOString() }
  await ingest(deps, own, { spelling: 'events', events: [event] })
  const dayOfEvent = async () => {
    const { series } = await usage(deps, own, { filters: filtersInput.parse({ preset: '7d' }) })
    return series.find(({ events }) => events === 1)?.day
  }
  const utc = timestamp.toISOString().slice(0, 10)
  expect(await dayOfEvent()).toBe(utc)
  await updateWorkspace(deps, own, { timeZone: 'Pacific/Auckland' })
  expect(await dayOfEvent()).toBe(new Date(Date.parse(utc) + 86_400_000).toISOString().slice(0, 10))
})

it('takes only zones that have a name, here and in the database', async () => {
  for (const timeZone of ['+02:00', 'Europe/Atlantis', '']) {
    expect(updateWorkspaceInput.safeParse({ timeZone }).success).toBe(false)
  }
  // Node has heard of it.
  const { timeZone } = updateWorkspaceInput.parse({ timeZone: 'SystemV/EST5' })
  await expect(updateWorkspace(world.deps, scope, { timeZone })).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('SystemV/EST5'),
  })
})
