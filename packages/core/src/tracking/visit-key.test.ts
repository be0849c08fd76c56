import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { listEvents } from './index.ts'
import { ingest } from './ingest.ts'
import { trackingPersonSource } from './person-data.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

it('finds the events of a visit by its id, and shows its key to nobody', async () => {
  const scope = await world.makeWorkspace()
  const visits = ['visit', 'visit ', 'Visit', '0', '-1']
  const events = visits.map(visitId => ({ id: newId(), name: 'n', visitId, userId: 'u', timestamp: Date.now() }))
  await ingest(world.deps, scope, { spelling: 'events', events }, {})
  const listed = async (visitId?: string) => (await listEvents(world.deps, scope, { visitId, limit: 50 })).items
  // The blank at its end is not kept.
  expect((await listed('visit')).map(event => event.visitId)).toEqual(['visit', 'visit'])
  expect((await listed('-1')).map(event => event.visitId)).toEqual(['-1'])
  expect(await listed('other')).toEqual([])
  const person = {
    workspaceId: scope.workspaceId,
    personId: newId(),
    users: ['u'],
    browsers: [],
    providers: [],
    email: null,
    name: null,
    isOnlyHere: true,
  }
  const exported = JSON.stringify([await listed(), await trackingPersonSource.export(world.deps.db, person)])
  expect(exported).toContain('"visitId":"Visit"')
  expect(exported).not.toMatch(/visit_?key/i)
})
