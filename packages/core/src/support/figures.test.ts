import { afterAll, beforeAll, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { ingest } from '../tracking/index.ts'
import {
  createConversation,
  escalate,
  getContext,
  rateConversation,
  resolveConversation,
  sendAsAgent,
  sendMessage,
  supportStats,
  writeNote,
} from './index.ts'

const start = new Date('2026-03-02T09:00:00Z')
let world: TestWorld
let product: Scope
beforeAll(async () => {
  world = await createTestWorld()
  product = await world.makeWorkspace()
})
afterAll(() => world.close())

const after = (seconds: number) => {
  const at = new Date(start.getTime() + seconds * 1_000)
  world.setNow(at)
  return at
}

async function signIn(role: 'member' | 'agent'): Promise<Scope> {
  const id = await world.makePerson(product, role)
  const signedIn = {
    person: { id, email: null, name: 'Mei Tanaka' },
    ...{ familyId: null, expiresAt: new Date(), workspaces: [{ id: product.workspaceId, name: '', role }] },
  }
  const origin = { requestId: 'test', ip: null, userAgent: null }
  return scopeOf({ kind: 'person', signedIn }, product.workspaceId, 'member', origin)
}

it('the figures of support are those of what happened, in a window or in all', async () => {
  const { deps } = world
  after(0)
  const [customer, staff] = [await signIn('member'), await signIn('agent')]
  const begin = (channel: 'web' | 'api', priority: 'low' | 'high') =>
    createConversation(deps, customer, { channel, priority, metadata: {} })
  const said = (conversationId: string) => ({ conversationId, content: 'x', attachmentIds: [] })
  const one = await begin('web', 'high')
  await sendMessage(deps, customer, said(one.id))
  after(30)
  await sendAsAgent(deps, staff, { ...said(one.id), tokens: 120, costMicros: 45 })
  await sendAsAgent(deps, staff, { ...said(one.id), tokens: 30 })
  await writeNote(deps, staff, said(one.id))
  after(600)
  await resolveConversation(deps, customer, one)
  await rateConversation(deps, customer, { id: one.id, score: 4 })
  after(1_000)
  const other = await begin('api', 'low')
  await escalate(deps, customer, { id: other.id, reason: 'Asked', priority: 'low' })
  after(1_090)
  await sendAsAgent(deps, staff, said(other.id))
  const later = after(5_000)
  const third = await begin('web', 'low')
  await resolveConversation(deps, customer, third)
  await rateConversation(deps, customer, { id: third.id, score: 1 })

  expect(await supportStats(deps, product, {})).toEqual({
    ...{ total: 3, escalated: 1, tokens: 150, costMicros: 45 },
    byStatus: { active: 0, escalated: 1, resolved: 2, archived: 0 },
    byChannel: { web: 2, api: 1, email: 0, whatsapp: 0, sms: 0 },
    byPriority: { low: 2, medium: 0, high: 1, urgent: 0 },
    messages: { user: 1, assistant: 3, system: 1, tool: 0 },
    // Of 30 and 90 seconds; of 600 and none.
    ...{ firstResponseSeconds: 60, resolutionSeconds: 300 },
    csat: { rated: 2, sum: 5, average: 2.5 },
  })
  expect(await supportStats(deps, product, { from: start, to: later })).toMatchObject({
    ...{ total: 2, resolutionSeconds: 600, csat: { rated: 1, sum: 4, average: 4 } },
  })
  expect(await supportStats(deps, product, { from: later })).toMatchObject({ total: 1, firstResponseSeconds: null })
  const nothing = { total: 0, escalated: 0, resolutionSeconds: null, csat: { rated: 0, sum: 0, average: null } }
  expect(await supportStats(deps, await world.makeWorkspace(), {})).toMatchObject(nothing)
})

it('beside a conversation stands who they are, what they have, what they did and what else they asked', async () => {
  const { deps } = world
  const at = after(10_000)
  const [customer, stranger] = [await signIn('member'), await signIn('member')]
  const personId = customer.actor.kind === 'person' ? customer.actor.id : ''
  const visit = (visitId: string, name: string, seconds: number, more = {}) => ({
    ...{ id: crypto.randomUUID(), name, visitId, userId: personId, timestamp: at.getTime() - seconds * 1_000 },
    ...{ device: 'mobile', country: 'DE', ...more },
  })
  const events = [
    visit('first', 'opened', 900),
    visit('second', 'identify', 300, { properties: { plan: 'team' } }),
    visit('second', 'paid', 200, { error: { type: 'card', message: 'Refused' } }),
    { ...visit('elsewhere', 'opened', 100), userId: 'somebody-else' },
  ]
  await ingest(deps, product, { spelling: 'events', events })
  await world.database.run(
    `insert into entitlements (id, workspace_id, person_id, tier, features, valid_until)
     values ($1, $2, $3, 'pro', '{chat}', '2030-01-01T00:00:00Z')`,
    [crypto.randomUUID(), product.workspaceId, personId],
  )
  const begin = (scope: Scope, subject: string) =>
    createConversation(deps, scope, { channel: 'web', priority: 'medium', metadata: {}, subject })
  const earlier = await begin(customer, 'Earlier')
  await begin(stranger, 'Not theirs')
  after(10_001)
  const { id } = await begin(customer, 'Now')
  const context = await getContext(deps, product, { id })
  expect(context.person).toMatchObject({ id: personId, traits: { plan: 'team' } })
  expect(context.plan).toEqual({ tier: 'pro', features: ['chat'], validUntil: '2030-01-01T00:00:00.000Z' })
  expect(context.visits.map(({ visitId, device, country }) => [visitId, device, country])).toEqual([
    ['second', 'mobile', 'DE'],
    ['first', 'mobile', 'DE'],
  ])
  expect(context.visits[0]?.events.map(({ name, error }) => [name, error])).toEqual([
    ['identify', null],
    ['paid', 'Refused'],
  ])
  expect(context.others.map(other => [other.id, other.subject])).toEqual([[earlier.id, 'Earlier']])
})
