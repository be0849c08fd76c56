import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Deps, later, minutes, silentLog } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { verifyEmail } from './commands/verify-email.ts'
import { createProviderTokens, identify, removePerson, scopeOf } from './index.ts'
import { type Issuer, startIssuer } from './testing/issuer.ts'
import { join, linkTo, somewhere } from './testing/people.ts'

describe('tokens of an identity provider', () => {
  let world: TestWorld
  let deps: Deps
  let issuer: Issuer
  beforeAll(async () => {
    world = await createTestWorld()
    await world.makeWorkspace()
    issuer = await startIssuer()
    deps = withIssuer(issuer.url)
  })
  afterAll(async () => {
    await issuer[Symbol.asyncDispose]()
    await world.close()
  })

  const withIssuer = (url: string): Deps => ({
    ...world.deps,
    providerTokens: createProviderTokens({ issuer: url, clock: world.deps.clock, log: silentLog, cooldown: 0 }),
  })
  const refused = { kind: 'unauthenticated' }
  async function personOf(token: string, on = deps) {
    const caller = await identify(on, token)
    if (caller?.kind !== 'person') throw new Error('The token opens nothing')
    return caller.signedIn
  }

  it.each(['RS256', 'ES256'] as const)(
    'sign somebody in who was unknown, with %s, as one person ever after',
    async algorithm => {
      await issuer.rotate(algorithm)
      const claims = {
        sub: `user_${algorithm}`,
        given_name: 'Mei',
        family_name: 'Tanaka',
        azp: 'https://elsewhere.example',
      }
      const signedIn = await personOf(await issuer.sign(claims))
      expect(signedIn).toMatchObject({ person: { name: 'Mei Tanaka', email: null }, workspaces: [{ role: 'member' }] })
      expect((await personOf(await issuer.sign(claims))).person.id).toBe(signedIn.person.id)
      const [row] = await world.database.run("select * from identities where provider = 'clerk' and subject = $1", [
        claims.sub,
      ])
      expect(row).toMatchObject({ person_id: signedIn.person.id })
    },
  )

  it('make one person of many first requests at once', async () => {
    const token = await issuer.sign({ sub: 'user_many' })
    const all = await Promise.all(Array.from({ length: 8 }, () => personOf(token)))
    expect(new Set(all.map(({ person }) => person.id)).size).toBe(1)
    const [row] = await world.database.run<{ n: number }>(
      'select count(*)::int as n from people p where not exists (select from members m where m.person_id = p.id)',
    )
    expect(row?.n).toBe(0)
  })

  it('join an account only when both sides have proven the address', async () => {
    const account = await join(world, 'mei@example.com')
    const unproven = await personOf(
      await issuer.sign({ sub: 'user_a', email: 'mei@example.com', email_verified: true }),
    )
    expect(unproven.person).toMatchObject({ email: null })
    await verifyEmail(deps, somewhere(), { token: await linkTo(world, 'mei@example.com') })
    const unverified = await personOf(
      await issuer.sign({ sub: 'user_b', email: 'mei@example.com', email_verified: false }),
    )
    expect(unverified.person.id).not.toBe(account.person.id)
    const joined = await personOf(await issuer.sign({ sub: 'user_c', email: 'mei@example.com', email_verified: true }))
    expect(joined.person.id).toBe(account.person.id)
  })

  it.each<[string, (issuer: Issuer) => Promise<string>]>([
    ['that has expired', ({ sign }) => sign({ sub: 'u' }, { expiresAt: new Date(Date.now() - 6_000) })],
    ['that is not valid yet', ({ sign }) => sign({ sub: 'u', nbf: Math.floor(Date.now() / 1_000) + 60 })],
    ['of another issuer', ({ sign }) => sign({ sub: 'u' }, { issuer: 'https://other.example.com' })],
    ['without a subject', ({ sign }) => sign({})],
    ['signed with a key that is not published', ({ forge }) => forge({ sub: 'u' })],
    ['without a signature', async () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.'],
    ['that is no token', async () => 'a.b.c'],
  ])('refuse one %s, and say why', async (_what, make) => {
    await expect(identify(deps, await make(issuer))).rejects.toMatchObject({ ...refused, message: /token|signed/ })
  })

  it('refuse one that is signed with the public key as if that were a secret', async () => {
    const keys = await (await fetch(`${issuer.url}/.well-known/jwks.json`)).text()
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const body = `${part({ alg: 'HS256', kid: 'key-1' })}.${part({ sub: 'u', iss: issuer.url, exp: 9_999_999_999 })}`
    const token = `${body}.${createHmac('sha256', keys).update(body).digest('base64url')}`
    await expect(identify(deps, token)).rejects.toMatchObject(refused)
  })

  it('allow five seconds between the clocks', async () => {
    const now = new Date()
    world.setNow(now)
    const late = await issuer.sign({ sub: 'user_late' }, { expiresAt: new Date(now.getTime() - 1_000) })
    expect((await personOf(late)).workspaces).toHaveLength(1)
  })

  it('follow a rotation of keys, and drop what was withdrawn', async () => {
    const old = await issuer.sign({ sub: 'user_rotating' })
    await personOf(old)
    await issuer.rotate('ES256')
    const person = (await personOf(await issuer.sign({ sub: 'user_rotating' }))).person.id
    expect(person).not.toBe('')
    await expect(identify(deps, old)).rejects.toMatchObject(refused)
  })

  it('drop a withdrawn key within ten minutes, without anybody using the new one', async () => {
    const old = await issuer.sign({ sub: 'user_withdrawn' }, { expiresAt: later(new Date(), minutes(60)) })
    await personOf(old)
    await issuer.rotate()
    world.setNow(later(new Date(), minutes(11)))
    await personOf(old)
    // The keys are fetched behind the answer.
    const answer = () => identify(deps, old).catch(error => error)
    await expect.poll(answer).toMatchObject(refused)
    world.setNow(new Date())
  })

  it('serve on with the known keys while the issuer is silent', async () => {
    const token = await issuer.sign({ sub: 'user_outage' })
    await personOf(token)
    for (const failing of [500, 'nonsense'] as const) {
      issuer.failing = failing
      world.setNow(later(new Date(), minutes(20)))
      expect((await personOf(token)).workspaces).toHaveLength(1)
      await expect(identify(withIssuer(issuer.url), token)).rejects.toMatchObject({
        kind: 'unavailable',
        retryAfter: 10,
      })
    }
    issuer.failing = null
    world.setNow(new Date())
  })

  it('do not ask a failing issuer again with every request', async () => {
    issuer.failing = 503
    const fresh: Deps = {
      ...world.deps,
      providerTokens: createProviderTokens({ issuer: issuer.url, clock: world.deps.clock, log: silentLog }),
    }
    const before = issuer.asked()
    const token = await issuer.sign({ sub: 'user_waiting' })
    for (let tries = 0; tries < 10; tries++)
      await expect(identify(fresh, token)).rejects.toMatchObject({ kind: 'unavailable' })
    expect(issuer.asked() - before).toBe(1)
    issuer.failing = null
  })

  it('open nothing for who was closed, and no workspace for who was taken out of it', async () => {
    const token = await issuer.sign({ sub: 'user_removed' })
    const { person, workspaces } = await personOf(token)
    const scope = { ...(await world.makeWorkspace()), workspaceId: workspaces[0]?.id ?? '' }
    await removePerson(deps, scope, { id: person.id })
    const caller = await identify(deps, token)
    expect(() => scopeOf(caller, null, 'member', somewhere())).toThrow(/do not belong/)
    await world.database.run('update people set deactivated_at = now() where id = $1', [person.id])
    await expect(identify(deps, token)).rejects.toMatchObject(refused)
  })
})
