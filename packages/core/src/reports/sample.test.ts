import { expect, it } from 'vitest'
import { createOpenAi, hours } from '../kernel/index.ts'
import { createTestWorld } from '../testing/index.ts'
import { failing, startModelServer } from '../testing/model-server.ts'
import {
  countSampleReports,
  generateReport,
  getReport,
  listReports,
  regenerateReport,
  removeSampleReports,
  requestSampleReports,
} from './index.ts'
import { plantFacts, plantRepository } from './testing/planted-facts.ts'

it('sample reports tell of last week and two days, cost nothing by themselves, and go without a trace', async () => {
  const server = await startModelServer()
  const llm = createOpenAi({ apiKey: 'sk-test', baseUrl: server.url, model: 'gpt-4.1' })
  server.replyWith(failing(400))
  const world = await createTestWorld({ llm })
  const { deps } = world
  const scope = await world.makeWorkspace()
  const now = new Date('2026-03-11T12:00:00Z')
  world.setNow(now)
  const repository = await plantRepository(deps.db, scope.workspaceId)
  const at = (days: number) => new Date(now.getTime() - hours(24 * days))
  await plantFacts(
    deps,
    scope,
    repository,
    [1, 2, 4, 5].map(days => ({ kind: 'commit', at: at(days), title: `Keep the cart, part ${days}`, by: 'ada' })),
  )
  await requestSampleReports(deps, scope)
  await world.runJobs()
  const { items } = await listReports(deps, scope, { limit: 10 })
  expect(items.map(({ title, status, model, origin }) => [title, status, model, origin])).toEqual([
    ['Daily report, Tuesday, 10 March 2026', 'ready', null, 'sample'],
    ['Daily report, Monday, 9 March 2026', 'ready', null, 'sample'],
    ['Weekly report, 2–8 March 2026', 'ready', null, 'sample'],
  ])
  expect(server.asked).toEqual([])
  const [first] = items
  if (!first) throw new Error('There is a first one')
  expect((await getReport(deps, scope, first)).citations).toMatchObject([{ number: 1, title: 'Keep the cart, part 1' }])

  // Who has one of them written anew asks the model, and it stays sample data.
  await regenerateReport(deps, scope, { id: first.id })
  await world.runJobs()
  expect(server.asked.length).toBeGreaterThan(0)
  const ours = await generateReport(deps, scope, { kind: 'daily', from: '2026-03-07' })
  await world.runJobs()
  await removeSampleReports(deps.db, scope)
  expect(await countSampleReports(deps.db, scope)).toBe(0)
  expect((await listReports(deps, scope, { limit: 10 })).items.map(({ id }) => id)).toEqual([ours.id])
  await world.close()
  await server.close()
})
