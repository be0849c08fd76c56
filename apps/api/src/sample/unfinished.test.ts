import { ensureInstallation, type Installation, systemScope } from '@quarterdeck/core/identity'
import { finishSample, getWorkspace, readSampleState, removeSample } from '@quarterdeck/core/operations'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSampleDocuments, sampleDocuments } from './documents.ts'
import { makeSample } from './index.ts'

let world: TestWorld
let installation: Installation
beforeAll(async () => {
  world = await createTestWorld()
  installation = await ensureInstallation(world.deps, { sample: true })
})
afterAll(() => world.close())

test('sample data that is taken out while it is being made leaves nothing behind', async () => {
  const { deps } = world
  const scope = await world.makeWorkspace()
  await world.makePerson(scope, 'owner')
  const making = makeSample(deps, scope)
  await expect.poll(async () => (await getWorkspace(deps, scope)).sample.funnels).toBe(1)
  await removeSample(deps, scope)
  await making
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: false, events: 0, documents: 0 })
})

test('one that was killed at it is made anew from its beginning, once', async () => {
  const { deps } = world
  const scope = systemScope(installation.workspaceId, 'test')
  expect(await readSampleState(deps, scope)).toBe('wanted')
  await addSampleDocuments(deps, scope)
  await makeSample(deps, scope)
  const { sample } = await getWorkspace(deps, scope)
  expect(sample).toMatchObject({ documents: sampleDocuments.length, funnels: 1, conversations: 3, repositories: 3 })
  expect(await readSampleState(deps, scope)).toBeNull()

  // Refused in the last moment: it is not said to be there.
  await removeSample(deps, scope)
  await finishSample(deps, scope)
  expect(await readSampleState(deps, scope)).toBe('refused')
  const [left] = await deps.database.run('select settings from workspaces where id = $1', [scope.workspaceId])
  expect(left).toEqual({ settings: { sample: 'refused' } })
})
