import { people } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { signIn } from './index.ts'
import { hashPassword, isOutdated, isPassword, strengthenForTests, weakenForTests } from './passwords.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

describe('a password', () => {
  it('is kept as argon2id of 64 MiB and three passes, with a salt of its own', async () => {
    strengthenForTests()
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    weakenForTests()
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
    expect(one).not.toBe(other)
    expect(await isPassword(one ?? null, 'correct horse')).toBe(true)
    expect(await isPassword(one ?? null, 'correct horsf')).toBe(false)
    expect(await isPassword(null, 'no one has this password')).toBe(false)
  })

  it('is hashed anew at sign-in when it was hashed with other parameters', async () => {
    const id = await world.makePerson(await world.makeWorkspace(), 'member', 'old@example.com')
    const old = await hashPassword('correct horse battery')
    await world.deps.db.update(people).set({ passwordHash: old }).where(eq(people.id, id))
    const stored = async () => (await world.deps.db.select().from(people).where(eq(people.id, id)))[0]?.passwordHash
    const origin = { requestId: 'r', ip: null, userAgent: null }
    const credentials = { email: 'old@example.com', password: 'correct horse battery' }
    await signIn(world.deps, origin, credentials)
    expect(await stored()).toBe(old)
    strengthenForTests()
    await expect(signIn(world.deps, origin, { ...credentials, password: 'wrong' })).rejects.toThrow()
    expect(await stored()).toBe(old)
    await signIn(world.deps, origin, credentials)
    const fresh = await stored()
    expect([fresh === old, isOutdated(fresh ?? '')]).toEqual([false, false])
    await signIn(world.deps, origin, credentials)
    expect(await stored()).toBe(fresh)
    weakenForTests()
  })
})
