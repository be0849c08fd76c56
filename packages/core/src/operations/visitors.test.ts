import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createKey, identify, rotateUserSecret, scopeOf, signInVisitor, signUserId } from '../identity/index.ts'
import type { Origin, Scope } from '../kernel/index.ts'
import { createConversation, listMessages, myConversations, sendMessage } from '../support/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { ingest, listEvents } from '../tracking/index.ts'
import { claimVisitor, identifyVisitor } from './index.ts'

const origin: Origin = { requestId: 'test', ip: '192.0.2.9', userAgent: null }
let world: TestWorld
let product: Scope
let writeKey: string
let secret: string

beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  product = await world.makeWorkspace()
  writeKey = (await createKey(world.deps.db, product, { name: 'page', scopes: ['ingest'] })).key
  secret = (await rotateUserSecret(world.deps, product)).secret
})

async function scopeFor(token: string): Promise<Scope> {
  return scopeOf(await identify(world.deps, token), product.workspaceId, 'member', origin)
}
const idOf = ({ actor }: Scope) => (actor.kind === 'person' ? actor.id : '')

/** A browser with a conversation of its own. */
async function visit(anonymousId = 'browser') {
  const { token } = await signInVisitor(world.deps, origin, { writeKey, anonymousId })
  const scope = await scopeFor(token)
  const { id } = await createConversation(world.deps, scope, { channel: 'web', priority: 'medium', metadata: {} })
  await sendMessage(world.deps, scope, { conversationId: id, content: 'Where is it?', attachmentIds: [] })
  return { token, scope, conversationId: id }
}
const mine = async (scope: Scope) =>
  (await myConversations(world.deps, scope, { limit: 50 })).items.map(({ id }) => id).sort()
const prove = (userId: string, visitorToken?: string, userHash = signUserId(secret, userId)) =>
  identifyVisitor(world.deps, origin, { writeKey, userId, userHash, ...(visitorToken && { visitorToken }) })

/** An account, with a session of its own. */
async function account(role: 'member' | 'agent' = 'member') {
  const id = await world.makePerson(product, role)
  const signedIn = {
    person: { id, email: 'ann@example.com', name: 'Ann' },
    ...{ familyId: null, expiresAt: new Date(), workspaces: [{ id: product.workspaceId, name: '', role }] },
  }
  return scopeOf({ kind: 'person', signedIn }, product.workspaceId, 'member', origin)
}

/** Every table that says this word anywhere, but for the limits of the hour. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await world.database.run<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'rate_limits'",
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await world.database.run(
      `select 1 from "${name}" t where position($1 in to_jsonb(t)::text) > 0 limit 1`,
      [word],
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

it('whoever signs in with the widget’s token keeps what they wrote, and the token opens nothing any more', async () => {
  const event = { id: crypto.randomUUID(), name: 'looked', visitId: 'v', anonymousId: 'browser', timestamp: Date.now() }
  await ingest(world.deps, product, { spelling: 'events', events: [event] })
  const visitor = await visit()
  const person = await account()
  expect(await claimVisitor(world.deps, person, { visitorToken: visitor.token })).toEqual({ merged: true })
  expect(await mine(person)).toEqual([visitor.conversationId])
  const said = await listMessages(world.deps, person, { conversationId: visitor.conversationId, limit: 5 })
  expect(said.items.map(({ author, seq }) => [author.id, seq])).toEqual([[idOf(person), 1]])
  const seen = await listEvents(world.deps, product, { personId: idOf(person), limit: 5 })
  expect(seen.items.map(({ name }) => name)).toEqual(['looked'])
  expect(await identify(world.deps, visitor.token)).toBeNull()
  expect(await tablesWith(idOf(visitor.scope))).toEqual([])
  expect(await claimVisitor(world.deps, person, { visitorToken: visitor.token })).toEqual({ merged: false })
})

it('a user whom the page’s server vouches for keeps what they wrote, in this browser and in others', async () => {
  const [first, second] = [await visit('one'), await visit('two')]
  const opened = await prove('u-1', first.token)
  const scope = await scopeFor(opened.token)
  expect(await mine(scope)).toEqual([first.conversationId])
  const again = await prove('u-1', second.token)
  expect(again.person.id).toBe(opened.person.id)
  expect(await mine(scope)).toEqual([first.conversationId, second.conversationId].sort())
  for (const { token, scope: gone } of [first, second]) {
    expect(await identify(world.deps, token)).toBeNull()
    expect(await tablesWith(idOf(gone))).toEqual([])
  }
  // The tracker's word for them is the same.
  const event = { id: crypto.randomUUID(), name: 'identify', visitId: 'v', userId: 'u-1', timestamp: Date.now() }
  await ingest(world.deps, product, { spelling: 'events', events: [{ ...event, properties: { name: 'Uma' } }] })
  expect(await tablesWith('u-1')).toContain('identities')
  expect((await prove('u-1')).person.id).toBe(opened.person.id)
})

it('a forged user id takes nothing over', async () => {
  const victim = await scopeFor((await prove('u-1', (await visit('one')).token)).token)
  const before = await mine(victim)
  const attacker = await visit('two')
  const other = signUserId(secret, 'u-2')
  for (const hash of ['', 'x', other, signUserId('guessed', 'u-1'), signUserId('', 'u-1'), 'ä'.repeat(32)]) {
    await expect(prove('u-1', attacker.token, hash)).rejects.toMatchObject({ kind: 'unauthenticated' })
  }
  await rotateUserSecret(world.deps, product)
  await expect(prove('u-1', attacker.token)).rejects.toMatchObject({ kind: 'unauthenticated' })
  // Nor does what a page's tracker says, which anybody can.
  const event = { id: crypto.randomUUID(), name: 'identify', visitId: 'v', timestamp: Date.now() }
  const said = { ...event, userId: 'u-1', anonymousId: 'two' }
  await ingest(world.deps, product, { spelling: 'events', events: [said] })
  expect(await mine(attacker.scope)).toEqual([attacker.conversationId])
  expect(await mine(victim)).toEqual(before)
  const bare = await world.makeWorkspace()
  const key = (await createKey(world.deps.db, bare, { name: 'page', scopes: ['ingest'] })).key
  const unset = { writeKey: key, userId: 'u-1', userHash: signUserId('', 'u-1') }
  await expect(identifyVisitor(world.deps, origin, unset)).rejects.toMatchObject({ kind: 'unauthenticated' })
})

it('somebody with a name of their own is never merged into another, whoever shows their token', async () => {
  const known = await prove('u-1', (await visit('one')).token)
  const scope = await scopeFor(known.token)
  const own = await mine(scope)
  const person = await account()
  expect(await claimVisitor(world.deps, person, { visitorToken: known.token })).toEqual({ merged: false })
  const other = await prove('u-2', known.token)
  expect(await mine(await scopeFor(other.token))).toEqual([])
  expect(await mine(scope)).toEqual(own)
  const elsewhere = await world.makeWorkspace()
  const visitor = await visit('three')
  const stranger = { ...person, workspaceId: elsewhere.workspaceId }
  expect(await claimVisitor(world.deps, stranger, { visitorToken: visitor.token })).toEqual({ merged: false })
  expect(await mine(visitor.scope)).toEqual([visitor.conversationId])
})

it('a hash opens no account, of staff or of a customer', async () => {
  for (const role of ['agent', 'member'] as const) {
    const id = idOf(await account(role))
    await world.database.run('update people set password_hash = $1 where id = $2', ['x', id])
    // Our own portal's tracker names people by their id here.
    const event = { id: crypto.randomUUID(), name: 'identify', visitId: 'v', userId: id, timestamp: Date.now() }
    await ingest(world.deps, product, { spelling: 'events', events: [event] })
    const visitor = await visit(role)
    await expect(prove(id, visitor.token)).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await mine(visitor.scope)).toEqual([visitor.conversationId])
  }
})

it('the same browser identified twice at once ends with one person and each message once', async () => {
  const visitor = await visit()
  const all = await Promise.all(
    Array.from({ length: 4 }, () => prove('u-9', visitor.token).catch((error: unknown) => error)),
  )
  const opened = all.flatMap(result => (result instanceof Error ? [] : [result as { token: string }]))
  expect(opened.length).toBe(4)
  expect(await mine(await scopeFor(opened[0]?.token ?? ''))).toEqual([visitor.conversationId])
  const [row] = await world.database.run<{ n: number }>(
    "select count(*)::int as n from identities where provider = 'user' and subject = 'u-9' and workspace_id = $1",
    [product.workspaceId],
  )
  expect(row?.n).toBe(1)
})
