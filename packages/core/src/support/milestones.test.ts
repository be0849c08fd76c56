import { afterAll, beforeAll, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { createFunnel, getReport } from '../tracking/index.ts'
import {
  createConversation,
  escalate,
  getContext,
  rateConversation,
  reopenConversation,
  resolveConversation,
} from './index.ts'

let world: TestWorld
let product: Scope
beforeAll(async () => {
  world = await createTestWorld()
  product = await world.makeWorkspace()
})
afterAll(() => world.close())

async function signIn(): Promise<Scope> {
  const id = await world.makePerson(product, 'member')
  const signedIn = {
    person: { id, email: null, name: null },
    ...{ familyId: null, expiresAt: new Date() },
    workspaces: [{ id: product.workspaceId, name: '', role: 'member' as const }],
  }
  const origin = { requestId: 'test', ip: null, userAgent: null }
  return scopeOf({ kind: 'person', signedIn }, product.workspaceId, 'member', origin)
}

it('a funnel counts conversations from being opened to being rated', async () => {
  const { deps } = world
  const customer = await signIn()
  const from = new Date(deps.clock.now().getTime() - 3_600_000)
  const begin = () => createConversation(deps, customer, { channel: 'web', priority: 'medium', metadata: {} })
  const [one, other, third] = [await begin(), await begin(), await begin()]
  await escalate(deps, customer, { id: one.id, reason: 'Asked', priority: 'high' })
  await escalate(deps, customer, { id: one.id, reason: 'Asked again', priority: 'urgent' })
  for (const each of [one, other]) await resolveConversation(deps, customer, each)
  await resolveConversation(deps, customer, other)
  await rateConversation(deps, customer, { id: one.id, score: 4 })
  await reopenConversation(deps, customer, other)
  const rows = await world.database.run<{ name: string; n: number }>(
    "select name, count(*)::int as n from events where workspace_id = $1 and source = 'server' group by 1 order by 1",
    [product.workspaceId],
  )
  expect(rows).toEqual([
    { name: 'conversation_escalated', n: 1 },
    { name: 'conversation_opened', n: 3 },
    { name: 'conversation_rated', n: 1 },
    { name: 'conversation_resolved', n: 2 },
  ])
  const names = ['conversation_opened', 'conversation_resolved', 'conversation_rated']
  const steps = names.map(event => ({ name: event, match: { event } }))
  const funnel = await createFunnel(deps, product, { name: 'Support', steps, windowHours: 24 })
  const to = new Date(deps.clock.now().getTime() + 3_600_000)
  const report = await getReport(deps, product, { id: funnel.id, from, to })
  expect(report.steps.map(({ visits }) => visits)).toEqual([3, 2, 1])
  // They are no visits of the customer's.
  expect((await getContext(deps, product, { id: third.id })).visits).toEqual([])
})
