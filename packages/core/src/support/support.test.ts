import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  acceptEscalation,
  availableAgent,
  createAgent,
  createConversation,
  editMessage,
  escalate,
  followConversation,
  getConversation,
  handBack,
  listConversations,
  listDuty,
  listEscalations,
  listMessages,
  type PlacedEvent,
  rateConversation,
  recordOutcome,
  removeMessage,
  resolveConversation,
  sendAsAgent,
  sendMessage,
  setDuty,
  takeOver,
  updateAgent,
  writeNote,
} from './index.ts'

let world: TestWorld
let product: Scope
let customer: Scope
let agent: Scope

type Role = 'member' | 'agent'
async function signIn(role: Role): Promise<Scope> {
  const id = await world.makePerson(product, role)
  const signedIn = {
    person: { id, email: null, name: 'Mei Tanaka' },
    ...{ familyId: null, expiresAt: new Date() },
    workspaces: [{ id: product.workspaceId, name: '', role }],
  }
  const origin = { requestId: 'test', ip: null, userAgent: null }
  return scopeOf({ kind: 'person', signedIn }, product.workspaceId, 'member', origin)
}
const idOf = ({ actor }: Scope) => (actor.kind === 'person' ? actor.id : '')

beforeAll(async () => {
  world = await createTestWorld()
  product = await world.makeWorkspace()
  customer = await signIn('member')
  agent = await signIn('agent')
})
afterAll(() => world.close())

const begin = (scope = customer) =>
  createConversation(world.deps, scope, { channel: 'web', priority: 'medium', metadata: {} })
const say = (scope: Scope, conversationId: string, content: string, clientId?: string) =>
  sendMessage(world.deps, scope, { conversationId, content, attachmentIds: [], clientId })

it('hides notes from the customer: in lists, counts, searches and events', async () => {
  const { deps } = world
  const { id } = await begin()
  await say(customer, id, 'Where is my parcel?')
  const note = await writeNote(deps, agent, { conversationId: id, content: 'zebra: a known thief', attachmentIds: [] })
  await say(agent, id, 'On its way')
  const own = await listMessages(deps, customer, { conversationId: id, limit: 50 })
  expect(own.items.map(({ content }) => content)).toEqual(['Where is my parcel?', 'On its way'])
  const all = await listMessages(deps, agent, { conversationId: id, limit: 50 })
  expect(all.items.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(await getConversation(deps, customer, { id })).toMatchObject({
    ...{ unread: 1, preview: 'On its way', opening: 'Where is my parcel?' },
  })
  expect((await listConversations(deps, agent, { search: 'zebra', limit: 5 })).items).toHaveLength(1)
  const heard = await hear(customer, id, 2)
  expect(heard.map(({ event }) => event.type === 'message' && event.message.content)).not.toContain(note.content)
  await expect(removeMessage(deps, customer, { id: note.id })).rejects.toMatchObject({ kind: 'not_found' })
})

/** The first messages that a listener gets. */
async function hear(scope: Scope, conversationId: string, count: number, lastEventId = 0): Promise<PlacedEvent[]> {
  const left = new AbortController()
  const events = await followConversation(world.deps, scope, { conversationId, lastEventId }, left.signal)
  const found: PlacedEvent[] = []
  for await (const placed of events) {
    if (placed.event.type === 'message') found.push(placed)
    if (found.length >= count) break
  }
  left.abort()
  return found
}

it('stores a message once that was sent twice, and keeps others out of it', async () => {
  const { id } = await begin()
  const first = await say(customer, id, 'Hello', 'c-1')
  expect((await say(customer, id, 'Hello', 'c-1')).id).toBe(first.id)
  await expect(say(agent, id, 'Hello', 'c-1')).rejects.toMatchObject({ kind: 'conflict' })
  const stranger = await signIn('member')
  await expect(say(stranger, id, 'Hello')).rejects.toMatchObject({ kind: 'not_found' })
  await expect(getConversation(world.deps, stranger, { id })).rejects.toMatchObject({ kind: 'not_found' })
})

it('tells listeners of edits and of what was taken back, each as it is now', async () => {
  const { deps } = world
  const { id } = await begin()
  const first = await say(customer, id, 'Helo')
  const second = await say(customer, id, 'My card is 4000')
  await editMessage(deps, customer, { id: first.id, content: 'Hello' })
  await removeMessage(deps, customer, { id: second.id })
  await expect(editMessage(deps, customer, { id: second.id, content: 'x' })).rejects.toMatchObject({ kind: 'conflict' })
  await expect(editMessage(deps, agent, { id: first.id, content: 'x' })).rejects.toMatchObject({ kind: 'conflict' })
  const heard = await hear(customer, id, 2, second.change)
  const said = heard.map(({ id: place, event }) => [place, event.type === 'message' && event.message.content])
  expect(said).toEqual([
    [3, 'Hello'],
    [4, ''],
  ])
})

it('wakes a listener that waits', async () => {
  const { id } = await begin()
  const heard = hear(customer, id, 1)
  await pause(100)
  await say(agent, id, 'Can we help?')
  expect(await heard).toMatchObject([{ id: 1, event: { type: 'message', message: { content: 'Can we help?' } } }])
})

it('gives an escalation to whoever is on duty and has least to do, once a conversation, and tells both sides', async () => {
  const { deps } = world
  world.setNow(new Date('2026-03-01T10:00:00Z'))
  const [idle, colleague] = [await signIn('agent'), await signIn('agent')]
  await setDuty(deps, idle, { onDuty: true })
  await setDuty(deps, colleague, { onDuty: true })
  const [one, other] = [await begin(), await begin()]
  const first = await escalate(deps, customer, { id: one.id, reason: 'Angry', priority: 'high' })
  const second = await escalate(deps, customer, { id: other.id, reason: 'Lost', priority: 'urgent' })
  expect(new Set([first.assignee?.id, second.assignee?.id])).toEqual(new Set([idOf(idle), idOf(colleague)]))
  expect(first).toMatchObject({ status: 'escalated', escalation: { dueAt: '2026-03-01T11:00:00.000Z', reason: '' } })
  expect(second.escalation?.dueAt).toBe('2026-03-01T10:15:00.000Z')
  const again = await escalate(deps, agent, { id: one.id, reason: 'Again', priority: 'urgent' })
  expect(again.escalation).toMatchObject({
    id: first.escalation?.id,
    dueAt: '2026-03-01T10:15:00.000Z',
    reason: 'Angry',
  })
  const { items } = await listMessages(deps, customer, { conversationId: one.id, limit: 5 })
  expect(items.map(({ role }) => role)).toEqual(['system'])
  const mails = await deps.database.run<{ subject: string }>(
    "select subject from outgoing_emails where subject like '%needs a person%'",
  )
  expect(mails).toHaveLength(2)
  world.setNow(new Date('2026-03-01T10:16:00Z'))
  const queue = await listEscalations(deps, agent, { limit: 5 })
  expect(queue.items.map(({ overdue, ageSeconds, dueInSeconds }) => [overdue, ageSeconds, dueInSeconds])).toEqual([
    [true, 960, -60],
    [true, 960, -60],
  ])
})

it('who answers has taken it over: it waits for nobody any more, and is theirs', async () => {
  const { deps } = world
  const colleague = await signIn('agent')
  const { id } = await begin()
  await world.database.run('update conversations set assignee_id = $1 where id = $2', [idOf(colleague), id])
  await escalate(deps, customer, { id, reason: 'A person, please', priority: 'high' })
  await say(agent, id, 'Here I am')
  expect(await getConversation(deps, agent, { id })).toMatchObject({
    ...{ assignee: { id: idOf(agent) }, answering: { by: 'person' } },
    escalation: { acceptedAt: expect.any(String), assignee: { id: idOf(agent) } },
  })
  await say(colleague, id, 'I know more of it')
  expect((await getConversation(deps, agent, { id })).assignee?.id).toBe(idOf(agent))
})

it('of two who take it at once the first has it, and the other hears who', async () => {
  const { deps } = world
  const colleague = await signIn('agent')
  const { id } = await begin()
  const { escalation } = await escalate(deps, customer, { id, reason: 'A person, please', priority: 'high' })
  const accept = (scope: Scope) => acceptEscalation(deps, scope, { id: escalation?.id ?? '' })
  const both = await Promise.allSettled([accept(agent), accept(colleague)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const winner = both[0].status === 'fulfilled' ? agent : colleague
  const loser = winner === agent ? colleague : agent
  expect((await accept(winner)).assignee?.id).toBe(idOf(winner))
  const refusal = { kind: 'conflict', message: expect.stringMatching(/has (accepted|taken) this/) }
  await expect(accept(loser)).rejects.toMatchObject(refusal)
  await expect(takeOver(deps, loser, { id, unlessTaken: true })).rejects.toMatchObject(refusal)
  expect((await getConversation(deps, agent, { id })).assignee?.id).toBe(idOf(winner))
  expect((await takeOver(deps, loser, { id })).assignee?.id).toBe(idOf(loser))
})

it('stops the AI when a person takes over, and gives back only when told', async () => {
  const { deps } = world
  const { id } = await begin()
  const asAgent = (content: string) => sendAsAgent(deps, product, { conversationId: id, content, attachmentIds: [] })
  await asAgent('How can I help?')
  await escalate(deps, customer, { id, reason: 'A person, please', priority: 'low' })
  const taken = await takeOver(deps, agent, { id })
  expect(taken).toMatchObject({
    handler: 'staff',
    assignee: { id: idOf(agent) },
    escalation: { acceptedAt: expect.any(String) },
  })
  await expect(asAgent('And another thing')).rejects.toMatchObject({ kind: 'conflict' })
  const back = await handBack(deps, agent, { id })
  expect(back).toMatchObject({ handler: 'ai', status: 'active', escalation: null, handedBackSeq: back.lastSeq })
  await asAgent('Here I am again')
  expect((await listDuty(deps, agent)).items.length).toBeGreaterThan(0)
})

it('is rated by its customer when it is resolved, and opens again when they write', async () => {
  const { deps } = world
  const { id } = await begin()
  await say(customer, id, 'Thanks')
  await expect(rateConversation(deps, customer, { id, score: 5 })).rejects.toMatchObject({ kind: 'conflict' })
  await resolveConversation(deps, agent, { id })
  await expect(rateConversation(deps, agent, { id, score: 5 })).rejects.toMatchObject({ kind: 'conflict' })
  expect((await rateConversation(deps, customer, { id, score: 4, comment: 'Fine' })).csat).toMatchObject({ score: 4 })
  await say(customer, id, 'One more thing')
  expect(await getConversation(deps, customer, { id })).toMatchObject({ status: 'active', resolvedAt: null })
})

it('chooses the agent by category, language and exact rates: never having escalated is best', async () => {
  const { deps } = world
  const make = (name: string, more: object = {}) => createAgent(deps, agent, { name, type: 'support', ...more })
  const [poor, best] = [await make('A poor one'), await make('B best')]
  const german = await make('C German', { categories: ['refunds'], languages: ['de'] })
  await recordOutcome(deps, agent, { id: poor.id, conversations: 4, escalated: 1, resolved: 3 })
  const { outcomes } = await recordOutcome(deps, agent, {
    id: best.id,
    conversations: 4,
    escalated: 0,
    resolved: 4,
    score: 5,
  })
  expect(outcomes).toMatchObject({ escalationRate: 0, satisfaction: 5, rated: 1, responseMs: null })
  expect((await availableAgent(deps, agent, { type: 'support' }))?.id).toBe(best.id)
  expect((await availableAgent(deps, agent, { type: 'support', language: 'fr' }))?.id).toBe(best.id)
  const asked = { type: 'support' as const, category: 'refunds', language: 'de-AT' }
  expect((await availableAgent(deps, agent, asked))?.id).toBe(german.id)
  expect(await availableAgent(deps, agent, { type: 'sales' })).toBeNull()
  await updateAgent(deps, agent, { id: best.id, prompt: 'One' })
  await updateAgent(deps, agent, { id: best.id, prompt: 'One' })
  expect(await updateAgent(deps, agent, { id: best.id, prompt: 'Two' })).toMatchObject({
    prompt: 'Two',
    promptVersion: 2,
  })
})

it('one answer says who answers now, to customers and staff alike', async () => {
  const { deps } = world
  const { id } = await begin()
  const seen = async () => {
    const both = await Promise.all([customer, agent].map(scope => getConversation(deps, scope, { id })))
    expect(both[0]?.answering).toEqual(both[1]?.answering)
    return both[0]?.answering
  }
  expect(await seen()).toEqual({ by: 'assistant' })
  const { escalation } = await escalate(deps, customer, { id, reason: 'Asked', priority: 'low' })
  expect(await seen()).toEqual({ by: 'waiting', dueAt: escalation?.dueAt, overdue: false })
  // The assistant goes on meanwhile; what is waited for is a person all the same.
  await sendAsAgent(deps, agent, { conversationId: id, content: 'Meanwhile', attachmentIds: [] })
  expect(await seen()).toMatchObject({ by: 'waiting' })
  await world.database.run("update escalations set due_at = '2000-01-01' where conversation_id = $1", [id])
  expect(await seen()).toMatchObject({ by: 'waiting', overdue: true })
  await takeOver(deps, agent, { id })
  const name = (await getConversation(deps, customer, { id })).assignee?.name
  expect(await seen()).toEqual({ by: 'person', name })
  await handBack(deps, agent, { id })
  expect(await seen()).toEqual({ by: 'assistant' })
  await resolveConversation(deps, agent, { id })
  expect(await seen()).toEqual({ by: 'nobody' })
})
