import { afterAll, beforeAll, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  type ConversationDto,
  createAgent,
  createConversation,
  escalate,
  getAgent,
  getConversation,
  handBack,
  rateConversation,
  recordOutcome,
  reopenConversation,
  resolveConversation,
  sendAsAgent,
  sendMessage,
  takeOver,
  updateConversation,
} from './index.ts'

let world: TestWorld
let product: Scope
let staff: Scope
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

async function signIn(role: 'member' | 'agent'): Promise<Scope> {
  const id = await world.makePerson(product, role)
  const signedIn = {
    person: { id, email: null, name: null },
    ...{ familyId: null, expiresAt: new Date(), workspaces: [{ id: product.workspaceId, name: '', role }] },
  }
  const origin = { requestId: 'test', ip: null, userAgent: null }
  return scopeOf({ kind: 'person', signedIn }, product.workspaceId, 'member', origin)
}

/** What a test has seen of a conversation, by asking for it after each step. */
interface Seen {
  customer: Scope
  dto: ConversationDto
  escalated: boolean
  staff: boolean
}

const look = async (seen: Seen): Promise<void> => {
  seen.dto = await getConversation(world.deps, product, { id: seen.dto.id })
  seen.escalated ||= seen.dto.status === 'escalated'
  seen.staff ||= seen.dto.handler === 'staff'
}

function naive(all: readonly Seen[], agentId: string) {
  const own = all.filter(({ dto }) => dto.agent?.id === agentId)
  const isResolved = ({ dto, escalated, staff: had }: Seen) =>
    ['resolved', 'archived'].includes(dto.status) && dto.resolvedAt !== null && !escalated && !had
  const scores = own.flatMap(({ dto }) => dto.csat?.score ?? [])
  return {
    ...{ conversations: own.length, escalated: own.filter(({ escalated }) => escalated).length },
    ...{ resolved: own.filter(isResolved).length, rated: scores.length },
    scoreSum: scores.reduce((sum, score) => sum + score, 0),
  }
}

/** The same numbers each time: mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

it.each([1, 2])('an agent’s figures are what a count of its conversations says, whatever happens: %i', async seed => {
  const { deps } = world
  product = await world.makeWorkspace()
  staff = await signIn('agent')
  const agents = await Promise.all(['Ada', 'Bo'].map(name => createAgent(deps, staff, { name, type: 'support' })))
  const below = random(seed)
  const all: Seen[] = []
  let rated = 0
  const begin = async () => {
    const customer = await signIn('member')
    const dto = await createConversation(deps, customer, { channel: 'web', priority: 'medium', metadata: {} })
    all.push({ customer, dto, escalated: false, staff: false })
  }
  const agentId = () => agents[below(2)]?.id ?? ''
  const rate = ({ dto: { id, status }, customer }: Seen) =>
    status === 'resolved'
      ? rateConversation(deps, customer, { id, score: 1 + below(5) })
      : resolveConversation(deps, customer, { id })
  const steps: ((seen: Seen) => Promise<unknown>)[] = [
    ({ dto: { id } }) =>
      sendAsAgent(deps, staff, { conversationId: id, content: 'Hi', attachmentIds: [], agentId: agentId() }),
    ({ dto: { id }, customer }) =>
      sendMessage(deps, customer, { conversationId: id, content: 'Hm', attachmentIds: [] }),
    ({ dto: { id } }) => updateConversation(deps, staff, { id, agentId: below(4) === 0 ? null : agentId() }),
    ({ dto: { id } }) => updateConversation(deps, staff, { id, status: below(2) === 0 ? 'active' : 'archived' }),
    ({ dto: { id } }) => escalate(deps, staff, { id, reason: 'Asked', priority: 'high' }),
    ({ dto: { id } }) => takeOver(deps, staff, { id }),
    ({ dto: { id } }) => handBack(deps, staff, { id }),
    ({ dto: { id } }) => reopenConversation(deps, staff, { id }),
    ({ dto: { id } }) => resolveConversation(deps, staff, { id }),
    rate,
    rate,
    rate,
  ]
  for (let turn = 0; turn < 80; turn++) {
    const chosen = all[below(all.length)]
    if (!chosen || below(16) === 0) await begin()
    else if (below(25) === 0) {
      // As erasing its customer does.
      await world.database.run('delete from conversations where id = $1', [chosen.dto.id])
      all.splice(all.indexOf(chosen), 1)
    } else {
      await steps[below(steps.length)]?.(chosen).catch((error: unknown) => {
        expect(error).toMatchObject({ kind: 'conflict' })
      })
      await look(chosen)
    }
    for (const { id } of agents) {
      const { outcomes } = await getAgent(deps, staff, { id })
      expect(outcomes, `turn ${turn}`).toMatchObject(naive(all, id))
      rated = Math.max(rated, outcomes.rated)
    }
  }
  expect(rated).toBeGreaterThan(0)
})

it('what programs report stands beside it, and a rating that is changed moves the sum', async () => {
  const { deps } = world
  product = await world.makeWorkspace()
  staff = await signIn('agent')
  const { id } = await createAgent(deps, staff, { name: 'Ada', type: 'support' })
  await recordOutcome(deps, staff, { id, conversations: 3, escalated: 1, resolved: 2, score: 2 })
  const customer = await signIn('member')
  const made = await createConversation(deps, customer, { channel: 'web', priority: 'medium', metadata: {} })
  await updateConversation(deps, staff, { id: made.id, agentId: id })
  await resolveConversation(deps, customer, made)
  const figures = async () => (await getAgent(deps, staff, { id })).outcomes
  const rate = (score: number) => rateConversation(deps, customer, { id: made.id, score })
  await rate(5)
  expect(await figures()).toMatchObject({ conversations: 4, escalated: 1, resolved: 3, rated: 2, scoreSum: 7 })
  await rate(3)
  expect(await figures()).toMatchObject({ rated: 2, scoreSum: 5, satisfaction: 2.5 })
})

it('conversations that change at once are each counted once', async () => {
  const { deps } = world
  product = await world.makeWorkspace()
  staff = await signIn('agent')
  const [one, other] = await Promise.all(['Ada', 'Bo'].map(name => createAgent(deps, staff, { name, type: 'support' })))
  const customer = await signIn('member')
  const made = await Promise.all(
    Array.from({ length: 8 }, () =>
      createConversation(deps, customer, { channel: 'web', priority: 'medium', metadata: {} }),
    ),
  )
  const move = async (id: string, index: number) => {
    for (let turn = 0; turn < 4; turn++) {
      await updateConversation(deps, staff, { id, agentId: ((turn + index) % 2 ? one : other)?.id ?? null })
    }
    await resolveConversation(deps, staff, { id })
  }
  await Promise.all(made.map(({ id }, index) => move(id, index)))
  for (const agent of [one, other]) {
    const { outcomes } = await getAgent(deps, staff, { id: agent?.id ?? '' })
    expect(outcomes).toMatchObject({ conversations: 4, resolved: 4, escalated: 0 })
  }
})
