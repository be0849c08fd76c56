import { identities, members, people } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { ingest, listEvents } from './index.ts'

describe('identify', () => {
  let world: TestWorld
  let scope: Scope
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  const event = (fields: object) => ({ id: newId(), visitId: 'v', timestamp: Date.now(), ...fields })
  const send = (...events: object[]) => ingest(world.deps, scope, { spelling: 'events', events })
  const knownPeople = () =>
    world.deps.db
      .select({ id: people.id, name: people.name, email: people.email, traits: members.traits })
      .from(members)
      .innerJoin(people, eq(people.id, members.personId))
      .where(eq(members.workspaceId, scope.workspaceId))

  it('makes one person of a user, and joins what their browser did before', async () => {
    scope = await world.makeWorkspace()
    await send(event({ name: 'looked', anonymousId: 'browser' }))
    const identify = event({
      name: 'identify',
      userId: 'u1',
      anonymousId: 'browser',
      properties: { name: 'Ada', plan: 'team' },
    })
    await send(identify, event({ name: 'bought', userId: 'u1' }), event({ name: 'looked', anonymousId: 'another' }))
    await send(identify)
    const [person, ...others] = await knownPeople()
    expect(others).toEqual([])
    expect(person).toMatchObject({ name: 'Ada', traits: { name: 'Ada', plan: 'team' } })
    const { items } = await listEvents(world.deps, scope, { personId: person?.id ?? '', limit: 50 })
    expect(items.map(({ name }) => name).sort()).toEqual(['bought', 'identify', 'looked'])
  })

  it('adds traits to those known, and believes no e-mail that a page reports', async () => {
    scope = await world.makeWorkspace()
    await send(event({ name: 'identify', userId: 'u2', properties: { plan: 'solo', email: 'owner@example.com' } }))
    await send(event({ name: 'identify', userId: 'u2', properties: { plan: 'team' } }))
    expect(await knownPeople()).toMatchObject([{ email: null, traits: { plan: 'team', email: 'owner@example.com' } }])
  })

  it('leaves a browser with the first person who identified there', async () => {
    scope = await world.makeWorkspace()
    await send(event({ name: 'identify', userId: 'first', anonymousId: 'shared' }))
    await send(event({ name: 'identify', userId: 'second', anonymousId: 'shared' }))
    const rows = await world.deps.db.select().from(identities).where(eq(identities.workspaceId, scope.workspaceId))
    const person = (subject: string) => rows.find(row => row.subject === subject)?.personId
    expect(person('shared')).toBe(person('first'))
    expect(person('second')).not.toBe(person('first'))
  })

  it('knows a signed-in member of the workspace by their id', async () => {
    scope = await world.makeWorkspace()
    const personId = await world.makePerson(scope, 'member')
    await send(event({ name: 'identify', userId: personId, anonymousId: 'portal' }))
    expect(await knownPeople()).toHaveLength(1)
    const stranger = await world.makeWorkspace()
    await ingest(world.deps, stranger, { spelling: 'events', events: [event({ name: 'identify', userId: personId })] })
    const elsewhere = await world.deps.db.select().from(members).where(eq(members.workspaceId, stranger.workspaceId))
    expect(elsewhere.map(row => row.personId)).not.toContain(personId)
  })
})
