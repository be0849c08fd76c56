import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hours, later, makeLimits } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  changePassword,
  requestPasswordReset,
  resetPassword,
  sendVerification,
  signIn,
  signUp,
  verifyEmail,
} from './index.ts'
import { callerOf, from, join, linkTo, mailTo, password, somewhere, whoHas } from './testing/people.ts'

describe('the life of a sign-in', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld({ limits: makeLimits(), publicUrl: 'https://desk.example.com' })
    await world.makeWorkspace()
  })
  beforeEach(() => world.setNow(new Date()))
  afterAll(() => world.close())

  const isVerified = async (email: string) =>
    (
      await world.database.run<{ ok: boolean }>(
        'select email_verified_at is not null as ok from people where email = $1',
        [email],
      )
    )[0]?.ok
  const open = (email: string, secret = password) => signIn(world.deps, somewhere(), { email, password: secret })
  const mismatch = { kind: 'unauthenticated', message: 'This e-mail and password do not match' }

  it('proves an address by a link that works once, for 24 hours', async () => {
    const { token } = await join(world, 'a@example.com')
    const first = await linkTo(world, 'a@example.com')
    expect((await mailTo(world, 'a@example.com'))[0]?.text).toContain('https://desk.example.com/verify-email?token=')
    const caller = await callerOf(world, token)
    expect(await sendVerification(world.deps, caller, somewhere())).toEqual({ sent: true })
    const second = await linkTo(world, 'a@example.com')
    const verify = (secret: string) => verifyEmail(world.deps, somewhere(), { token: secret })
    await expect(verify(first)).rejects.toMatchObject({ kind: 'invalid' })
    world.setNow(later(new Date(), hours(24) + 5_000))
    await expect(verify(second)).rejects.toMatchObject({ kind: 'invalid' })
    expect(await isVerified('a@example.com')).toBe(false)
    world.setNow(new Date())
    expect(await verify(second)).toEqual({ verified: true })
    await expect(verify(second)).rejects.toMatchObject({ kind: 'invalid' })
    expect(await isVerified('a@example.com')).toBe(true)
    expect(await sendVerification(world.deps, caller, somewhere())).toEqual({ sent: false })
  })

  it('stores no secret of a link but in the message that carries it', async () => {
    await join(world, 'stored@example.com')
    const token = await linkTo(world, 'stored@example.com')
    const rows = await world.database.run('select * from one_time_tokens')
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('sets a new password by a link, and ends every sign-in', async () => {
    const { token, refreshToken } = await join(world, 'b@example.com')
    await requestPasswordReset(world.deps, somewhere(), { email: 'b@example.com' })
    await world.runJobs()
    const secret = await linkTo(world, 'b@example.com')
    const set = (next: string) => resetPassword(world.deps, somewhere(), { token: secret, password: next })
    expect(await set('another long password')).toEqual({ reset: true })
    expect(await whoHas(world, token)).toBeNull()
    expect(refreshToken).not.toBe('')
    await expect(open('b@example.com')).rejects.toMatchObject(mismatch)
    expect((await open('b@example.com', 'another long password')).person.email).toBe('b@example.com')
    expect(await isVerified('b@example.com')).toBe(true)
    await expect(set('yet another password')).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('lets no link do what another is for', async () => {
    await join(world, 'c@example.com')
    const verification = await linkTo(world, 'c@example.com')
    const set = resetPassword(world.deps, somewhere(), { token: verification, password: 'another long password' })
    await expect(set).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('answers and works alike whether an address is known, when a new password is asked for', async () => {
    await join(world, 'd@example.com')
    const ask = (email: string) => requestPasswordReset(world.deps, somewhere(), { email })
    expect(await ask('d@example.com')).toEqual(await ask('nobody@example.com'))
    await world.runJobs()
    expect(await mailTo(world, 'nobody@example.com')).toEqual([])
  })

  it('signs up a known address as it signs in, and tells its owner once an hour', async () => {
    const known = await join(world, 'e@example.com')
    const again = (secret: string) =>
      signUp(world.deps, somewhere(), { email: 'e@example.com', password: secret, name: 'Somebody Else' })
    expect((await again(password)).person).toEqual(known.person)
    await expect(again('not the password')).rejects.toMatchObject(mismatch)
    await expect(again('not the password')).rejects.toMatchObject(mismatch)
    await expect(open('e@example.com', 'not the password')).rejects.toMatchObject(mismatch)
    await expect(open('unknown@example.com', 'not the password')).rejects.toMatchObject(mismatch)
    const subjects = (await mailTo(world, 'e@example.com')).map(({ subject }) => subject)
    expect(subjects).toEqual(['Confirm your e-mail address', 'You already have an account'])
  })

  it('makes one account of two sign-ups at the same moment', async () => {
    const results = await Promise.all([join(world, 'f@example.com'), join(world, 'f@example.com')])
    expect(new Set(results.map(({ person }) => person.id)).size).toBe(1)
  })

  it('changes a password for whoever knows it, and ends the other sign-ins', async () => {
    const { token } = await join(world, 'g@example.com')
    const other = await open('g@example.com')
    const caller = await callerOf(world, token)
    const change = (current: string) =>
      changePassword(world.deps, caller, somewhere(), { current, next: 'another long password' })
    await expect(change('wrong')).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await change(password)).toEqual({ endedSessions: 1 })
    expect(await whoHas(world, other.token)).toBeNull()
    expect(await whoHas(world, token)).not.toBeNull()
    expect((await open('g@example.com', 'another long password')).token).not.toBe('')
  })

  it('stops guessing by e-mail, from wherever, and goes on after a quarter of an hour', async () => {
    await join(world, 'h@example.com')
    for (let tries = 0; tries < 5; tries++) await expect(open('h@example.com', 'guess')).rejects.toMatchObject(mismatch)
    await expect(open('h@example.com')).rejects.toMatchObject({ kind: 'limit_reached', retryAfter: expect.any(Number) })
    world.setNow(later(new Date(), hours(1)))
    expect((await open('h@example.com')).person.email).toBe('h@example.com')
  })

  it('stops guessing from one address, for whatever e-mail', async () => {
    const limit = world.deps.limits.signInAddress.limit
    const guess = (email: string) => signIn(world.deps, from('192.0.2.1'), { email, password: 'guess' })
    for (let tries = 0; tries < limit; tries++) {
      await expect(guess(`nobody${tries}@example.com`)).rejects.toMatchObject(mismatch)
    }
    await expect(guess('one-more@example.com')).rejects.toMatchObject({ kind: 'limit_reached' })
  })
})
