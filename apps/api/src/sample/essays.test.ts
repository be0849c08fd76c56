import { essayStats, listEssayRequests, listEssayRequestsInput } from '@quarterdeck/core/essay-requests'
import { removeSample } from '@quarterdeck/core/operations'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSampleEssays } from './essays.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

test('sample essays stand in each status, tell nobody, and go with the sample data', async () => {
  const { deps } = world
  const scope = await world.makeWorkspace()
  await world.makePerson(scope, 'owner')
  await makeSampleEssays(deps, scope.workspaceId)
  expect(await essayStats(deps, scope)).toMatchObject({
    ...{ current: 5, overdue: 1, completedLast7Days: 2 },
    byStatus: { submitted: 3, in_progress: 2, completed: 2, cancelled: 1 },
  })
  const { items } = await listEssayRequests(deps, scope, listEssayRequestsInput.parse({}))
  expect(items.every(({ sample }) => sample)).toBe(true)
  expect(await world.database.run('select id from outgoing_emails')).toEqual([])
  expect(await removeSample(deps, scope)).toMatchObject({ essayRequests: 8 })
  expect(await world.database.run('select id from essay_requests')).toEqual([])
})
