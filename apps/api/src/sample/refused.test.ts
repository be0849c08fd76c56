import { getWorkspace, removeSample } from '@quarterdeck/core/operations'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeSample } from './index.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

test('sample data that is taken out while it is being made leaves nothing behind', { timeout: 60_000 }, async () => {
  const { deps } = world
  const scope = await world.makeWorkspace()
  await world.makePerson(scope, 'owner')
  const making = makeSample(deps, scope)
  await vi.waitFor(async () => expect((await getWorkspace(deps, scope)).sample.funnels).toBe(1), { timeout: 30_000 })
  await removeSample(deps, scope)
  await making
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: false, events: 0, documents: 0 })
})
