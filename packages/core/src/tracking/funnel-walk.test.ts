import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { reportFunnel } from './funnel-report.ts'
import { ingest } from './ingest.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

const start = new Date('2026-03-01T00:00:00Z')
const window = { from: start, to: new Date(start.getTime() + 4 * 3_600_000) }
const steps = ['a', 'b', 'c'].map(name => ({ name, match: { event: name } }))

it('walks tangled visits alike, looked up one by one or read all at once', async () => {
  const scope = await world.makeWorkspace()
  // Each letter is an event, a minute after the one before; the last visit is in order.
  const visits = ['bab', 'cabac', 'abcab', 'bacbc', 'cbabcac', 'ab']
  const events = visits.flatMap((letters, visit) =>
    [...letters].map((name, minute) => ({
      id: newId(),
      name,
      visitId: String(visit),
      timestamp: start.getTime() + minute * 60_000,
      device: visit % 2 ? 'mobile' : 'desktop',
    })),
  )
  await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
  const funnel = { workspaceId: scope.workspaceId, steps, windowHours: 1 }
  const [lookedUp, readAll] = [
    await reportFunnel(world.deps.db, funnel, window, 'device', 1_000),
    await reportFunnel(world.deps.db, funnel, window, 'device', 0),
  ]
  expect(readAll).toEqual(lookedUp)
  expect(readAll.steps.map(({ visits, medianSeconds }) => [visits, medianSeconds])).toEqual([
    [6, null],
    [6, 60],
    [4, 60],
  ])
})
