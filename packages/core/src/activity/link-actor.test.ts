import { gitActors } from '@quarterdeck/db'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { linkActor } from './link-actor.ts'
import { linkAllByEmail } from './link-actors.ts'

let world: TestWorld
let system: Scope
beforeAll(async () => {
  world = await createTestWorld()
  system = await world.makeWorkspace()
})
afterAll(() => world.close())

async function memberScope(role: 'admin' | 'agent', email: string): Promise<{ id: string; scope: Scope }> {
  const id = await world.makePerson(system, role, email)
  const signedIn = {
    ...{ person: { id, email, name: 'Mei' }, familyId: null, expiresAt: new Date() },
    workspaces: [{ id: system.workspaceId, name: '', role }],
  }
  const origin = { requestId: 'test', ip: null, userAgent: null }
  return { id, scope: scopeOf({ kind: 'person', signedIn }, system.workspaceId, 'member', origin) }
}

async function makeActor(email: string): Promise<string> {
  const [row] = await world.deps.db
    .insert(gitActors)
    .values({ workspaceId: system.workspaceId, key: `email:${email}`, email, name: email })
    .returning({ id: gitActors.id })
  return row?.id ?? ''
}

it('is said by admins; others say it of themselves, by an address that they showed to be theirs', async () => {
  const admin = await memberScope('admin', 'admin@example.com')
  const agent = await memberScope('agent', 'agent@example.com')
  const actorId = await makeActor('agent@example.com')
  const link = (scope: Scope, personId: string | null) => linkActor(world.deps, scope, { actorId, personId })
  await expect(link(agent.scope, agent.id)).rejects.toMatchObject({ kind: 'forbidden' })
  await world.database.run('update people set email_verified_at = now() where id = $1', [agent.id])
  await expect(link(agent.scope, admin.id)).rejects.toMatchObject({ kind: 'forbidden' })
  expect(await link(agent.scope, agent.id)).toMatchObject({ personId: agent.id })
  expect(await link(admin.scope, admin.id)).toMatchObject({ personId: admin.id })
  await expect(link(agent.scope, agent.id)).rejects.toMatchObject({ kind: 'forbidden' })
  const stranger = await world.makePerson(await world.makeWorkspace(), 'owner')
  await expect(link(admin.scope, stranger)).rejects.toMatchObject({ kind: 'not_found' })
  // That they are nobody here is a word too: the same address does not outweigh it.
  expect(await link(admin.scope, null)).toMatchObject({ personId: null })
  expect(await linkAllByEmail(world.deps.db)).toBe(0)
})

it('is found by the job for members who came, or verified, later', async () => {
  const actorId = await makeActor('late@example.com')
  expect(await linkAllByEmail(world.deps.db)).toBe(0)
  const late = await memberScope('agent', 'late@example.com')
  expect(await linkAllByEmail(world.deps.db)).toBe(0)
  await world.database.run('update people set email_verified_at = now() where id = $1', [late.id])
  expect(await linkAllByEmail(world.deps.db)).toBe(1)
  expect(await world.database.run('select person_id from git_actors where id = $1', [actorId])).toEqual([
    { person_id: late.id },
  ])
})
