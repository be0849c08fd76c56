import type { Role } from '@quarterdeck/db'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  acceptInvitation,
  createApiKey,
  createChatSession,
  createInvitation,
  endChatSession,
  getChatSession,
  getEmail,
  getPerson,
  identify,
  keyScope,
  listEmails,
  listInvitations,
  listKeys,
  listPeople,
  myChatSessions,
  readKey,
  removePerson,
  revokeApiKey,
  revokeInvitation,
  scopeOf,
  touchChatSession,
  updateMe,
  updatePerson,
} from './index.ts'
import type { ListEmailsInput } from './inputs.ts'
import { callerOf, join, linkTo, mailTo, password, somewhere } from './testing/people.ts'

describe('people of a workspace', () => {
  let world: TestWorld
  let system: Scope
  let count = 0
  beforeAll(async () => {
    world = await createTestWorld()
    // Who signs up becomes a customer of the first workspace; the tests work in others.
    await world.makeWorkspace('Portal')
  })
  beforeEach(async () => {
    system = await world.makeWorkspace('Acme')
  })
  afterAll(() => world.close())

  /** A member with this role, and what they may do. */
  async function make(role: Role): Promise<{ id: string; email: string; scope: Scope; token: string }> {
    const email = `p${++count}@example.com`
    const { token, person } = await join(world, email, `Person ${count}`)
    await world.database.run('update members set workspace_id = $1, role = $2 where person_id = $3', [
      system.workspaceId,
      role,
      person.id,
    ])
    const caller = await identify(world.deps, token)
    return { id: person.id, email, token, scope: scopeOf(caller, system.workspaceId, 'member', somewhere()) }
  }

  it('are found by e-mail, name, identity and trait, with signs taken literally, page by page', async () => {
    const made = [await make('owner'), await make('agent'), await make('member'), await make('member')]
    const [first] = made
    if (!first) throw new Error('Nobody was made')
    await world.database.run(
      "insert into identities (workspace_id, provider, subject, person_id) values ($1, 'user', 'crm-100%', $2)",
      [system.workspaceId, first.id],
    )
    await world.database.run(
      `update members set traits = '{"company": "Blue_Sky", "size": "5\\" wide"}' where person_id = $1`,
      [first.id],
    )
    const find = async (search: string) =>
      (await listPeople(world.deps, system, { search, limit: 50 })).items.map(({ id }) => id)
    for (const search of [first.email, first.email.toUpperCase(), 'crm-100%', 'blue_sky', '5" w'])
      expect(await find(search)).toEqual([first.id])
    for (const search of ['blue%sky', 'company', 'sky", "']) expect(await find(search)).toEqual([])
    expect((await listPeople(world.deps, system, { role: 'member', limit: 50 })).items).toHaveLength(2)
    const staff = await listPeople(world.deps, system, { staff: true, limit: 50 })
    expect(staff.items.length).toBeGreaterThan(0)
    expect(staff.items.filter(({ role, deactivatedAt }) => role === 'member' || deactivatedAt)).toEqual([])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listPeople(world.deps, system, { limit: 1, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
  })

  it('are raised by nobody above their own role, and never by those below them', async () => {
    const [owner, admin, agent] = [await make('owner'), await make('admin'), await make('agent')]
    const raise = (by: Scope, id: string, role: Role) => updatePerson(world.deps, by, { id, role })
    await expect(raise(admin.scope, agent.id, 'owner')).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(raise(admin.scope, admin.id, 'owner')).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(raise(admin.scope, owner.id, 'viewer')).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(removePerson(world.deps, admin.scope, { id: owner.id })).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(
      createInvitation(world.deps, admin.scope, { email: 'x@example.com', role: 'owner' }),
    ).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await raise(admin.scope, agent.id, 'admin')).toMatchObject({ role: 'admin' })
  })

  it('keep their last owner, even when two step down at once', async () => {
    const [one, two] = [await make('owner'), await make('owner')]
    const down = ({ id, scope }: typeof one) => updatePerson(world.deps, scope, { id, role: 'agent' })
    const results = await Promise.allSettled([down(one), down(two)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { items } = await listPeople(world.deps, system, { role: 'owner', limit: 50 })
    expect(items).toHaveLength(1)
    await expect(removePerson(world.deps, system, { id: items[0]?.id ?? '' })).rejects.toMatchObject({
      kind: 'conflict',
    })
  })

  it('have one name everywhere, which a workspace may change while no other knows them', async () => {
    const { id } = await make('member')
    expect(await updatePerson(world.deps, system, { id, name: 'Mei' })).toMatchObject({ name: 'Mei' })
    const other = await world.makeWorkspace()
    await world.database.run("insert into members (workspace_id, person_id, role) values ($1, $2, 'member')", [
      other.workspaceId,
      id,
    ])
    await expect(updatePerson(world.deps, system, { id, name: 'Other' })).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('change their own name and preferences; null takes a preference away', async () => {
    const { scope } = await make('member')
    await updateMe(world.deps, scope, { preferences: { theme: 'dark', language: 'de' } })
    const me = await updateMe(world.deps, scope, { name: 'Mei', preferences: { theme: null, zone: 'Europe/Berlin' } })
    expect(me).toMatchObject({ name: 'Mei', preferences: { language: 'de', zone: 'Europe/Berlin' } })
    expect(me.preferences).not.toHaveProperty('theme')
  })

  it('are removed from one workspace, and not from the others', async () => {
    const { id, token } = await make('agent')
    await removePerson(world.deps, system, { id })
    await expect(getPerson(world.deps, system, { id })).rejects.toMatchObject({ kind: 'not_found' })
    expect((await callerOf(world, token)).workspaces).toEqual([])
  })

  describe('are invited', () => {
    const invite = async (email: string, role: Role = 'agent') => {
      const invitation = await createInvitation(world.deps, system, { email, role })
      return { ...invitation, token: await linkTo(world, email) }
    }
    const accept = (token: string, more: { password?: string; name?: string } = {}, as: string | null = null) =>
      (as ? callerOf(world, as) : Promise.resolve(null)).then(signedIn =>
        acceptInvitation(world.deps, somewhere(), signedIn, { token, ...more }),
      )

    it('to a new account, once, with a proven address', async () => {
      const email = `new${++count}@example.com`
      const { token, id } = await invite(email)
      expect((await listInvitations(world.deps, system, { limit: 50 })).items).toMatchObject([
        { id, email, role: 'agent' },
      ])
      await expect(accept(token)).rejects.toMatchObject({ kind: 'invalid', issues: [{ path: 'password' }] })
      const session = await accept(token, { password, name: 'New' })
      expect(session).toMatchObject({ person: { email, name: 'New' }, workspaces: [{ name: 'Acme', role: 'agent' }] })
      expect(await getPerson(world.deps, system, { id: session.person.id })).toMatchObject({ emailVerified: true })
      await expect(accept(token, { password })).rejects.toMatchObject({ kind: 'invalid' })
      expect((await listInvitations(world.deps, system, { limit: 50 })).items).toEqual([])
    })

    it('into an account that is there by its session or password only', async () => {
      const email = `there${++count}@example.com`
      const known = await join(world, email)
      const stranger = await join(world, `stranger${count}@example.com`)
      const { token } = await invite(email)
      await expect(accept(token)).rejects.toMatchObject({ kind: 'invalid' })
      await expect(accept(token, { password: 'not the password' })).rejects.toMatchObject({ kind: 'unauthenticated' })
      await expect(accept(token, {}, stranger.token)).rejects.toMatchObject({ kind: 'invalid' })
      const session = await accept(token, {}, known.token)
      expect(session.person.id).toBe(known.person.id)
      expect(session.workspaces.map(({ name }) => name).sort()).toEqual(['Acme', 'Portal'])
    })

    it('and keep the higher of two roles', async () => {
      const { email, id, token } = await make('admin')
      await accept((await invite(email, 'viewer')).token, {}, token)
      expect(await getPerson(world.deps, system, { id })).toMatchObject({ role: 'admin' })
    })

    it('until it is revoked or replaced', async () => {
      const email = `twice${++count}@example.com`
      const first = await invite(email)
      const second = await invite(email)
      await expect(accept(first.token, { password })).rejects.toMatchObject({ kind: 'invalid' })
      await expect(revokeInvitation(world.deps, await world.makeWorkspace(), second)).rejects.toMatchObject({
        kind: 'not_found',
      })
      await revokeInvitation(world.deps, system, second)
      await expect(accept(second.token, { password })).rejects.toMatchObject({ kind: 'invalid' })
    })

    it('by a message whose link only owners see, and only without a mail server', async () => {
      const email = `mail${++count}@example.com`
      await invite(email)
      expect((await mailTo(world, email))[0]?.text).toContain('/invitation?token=')
      const [owner, admin] = [await make('owner'), await make('admin')]
      const textFor = async (scope: Scope, mailer = world.deps.mailer) => {
        const deps = { ...world.deps, mailer }
        const [newest] = (await listEmails(deps, scope, { limit: 1 })).items
        const { text, html } = await getEmail(deps, scope, { id: newest?.id ?? '' })
        expect(text).toBe(newest?.text)
        // Button, address and text carry it, or none of them does.
        expect(html?.match(/token=[^"<]+/g)).toEqual(Array(3).fill(/token=\S+/.exec(text)?.[0]))
        return text
      }
      expect(await textFor(owner.scope)).toMatch(/token=[\w-]{20}/)
      expect(await textFor(admin.scope)).toMatch(/token=…/)
      expect(await textFor(owner.scope, { from: 'desk@example.com', send: async () => {} })).toMatch(/token=…/)
      // Somebody who works elsewhere too: the link would open that as well.
      const { email: shared } = await make('agent')
      await world.database.run(
        "insert into members (workspace_id, person_id, role) select $1, id, 'agent' from people where email = $2",
        [(await world.makeWorkspace()).workspaceId, shared],
      )
      await invite(shared)
      expect(await textFor(owner.scope)).toMatch(/token=…/)
      const found = async (filter: Partial<ListEmailsInput>) =>
        (await listEmails(world.deps, owner.scope, { limit: 200, ...filter })).items.map(({ to }) => to)
      expect(await found({ search: email.toUpperCase() })).toEqual([email])
      expect(await found({ search: email, status: 'waiting' })).toEqual([email])
      expect(await found({ search: email, status: 'sent' })).toEqual([])
      expect(await found({ search: '%' })).toEqual([])
    })
  })

  it('give keys to programs: shown once, found by hash, dead when revoked', async () => {
    const made = await createApiKey(world.deps, system, { name: 'CI', scopes: ['read'] })
    await expect(createApiKey(world.deps, system, { name: 'CI', scopes: ['write'] })).rejects.toMatchObject({
      kind: 'conflict',
    })
    const stored = JSON.stringify(await world.database.run('select * from api_keys'))
    expect(stored).not.toContain(made.key)
    const holder = await readKey(world.deps, made.key)
    if (!holder) throw new Error('The key opens nothing')
    expect(keyScope(holder, 'read', somewhere()).workspaceId).toBe(system.workspaceId)
    expect(() => keyScope(holder, 'write', somewhere())).toThrow(/needs write/)
    const { items } = await listKeys(world.deps, system)
    expect(items).toMatchObject([
      { id: made.id, prefix: made.key.slice(0, 8), publicKey: null, lastUsedAt: expect.any(String) },
    ])
    await expect(revokeApiKey(world.deps, await world.makeWorkspace(), made)).rejects.toMatchObject({
      kind: 'not_found',
    })
    await revokeApiKey(world.deps, system, made)
    expect(await readKey(world.deps, made.key)).toBeNull()
    await createApiKey(world.deps, system, { name: 'CI', scopes: ['read'] })
  })

  it('have chat sessions of their own, which their programs keep up', async () => {
    const [mei, other, viewer] = [await make('member'), await make('member'), await make('viewer')]
    const { key } = await createApiKey(world.deps, system, { name: 'AI', scopes: ['write'] })
    const program = scopeOf(await identify(world.deps, key), null, 'member', somewhere(), 'write')
    const session = await createChatSession(world.deps, mei.scope, { metadata: { topic: 'refunds', turns: 1 } })
    const touched = await touchChatSession(world.deps, program, { id: session.id, metadata: { turns: 2 } })
    expect(touched.metadata).toEqual({ topic: 'refunds', turns: 2 })
    expect(await getChatSession(world.deps, viewer.scope, session)).toMatchObject({ personId: mei.id })
    for (const verb of [getChatSession, endChatSession]) {
      await expect(verb(world.deps, other.scope, session)).rejects.toMatchObject({ kind: 'not_found' })
    }
    await expect(touchChatSession(world.deps, viewer.scope, { id: session.id, metadata: {} })).rejects.toMatchObject({
      kind: 'not_found',
    })
    expect(await endChatSession(world.deps, mei.scope, session)).toMatchObject({
      active: false,
      endedAt: expect.any(String),
    })
    await expect(touchChatSession(world.deps, program, { id: session.id, metadata: {} })).rejects.toMatchObject({
      kind: 'conflict',
    })
    expect((await myChatSessions(world.deps, mei.scope, { active: true, limit: 50 })).items).toEqual([])
    expect((await myChatSessions(world.deps, mei.scope, { limit: 50 })).items).toHaveLength(1)
    const huge = { text: 'x'.repeat(32_000) }
    const full = await createChatSession(world.deps, mei.scope, { metadata: huge })
    const grow = async () => {
      for (let turn = 0; turn < 10; turn++)
        await touchChatSession(world.deps, program, { id: full.id, metadata: { [turn]: huge } })
    }
    await expect(grow()).rejects.toMatchObject({ kind: 'conflict' })
  })
})
