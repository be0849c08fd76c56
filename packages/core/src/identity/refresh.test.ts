import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { days, later, minutes } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { listSessions, refresh, revokeSession, signIn, signOut, signOutEverywhere } from './index.ts'
import { callerOf, join, password, somewhere, whoHas } from './testing/people.ts'

describe('refreshing a sign-in', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
    await world.makeWorkspace()
  })
  afterAll(() => world.close())

  const renew = (refreshToken: string) => refresh(world.deps, somewhere(), { refreshToken })
  const refused = { kind: 'unauthenticated' }

  it('gives a new session and token; the old session is over', async () => {
    const first = await join(world, 'a@example.com')
    const second = await renew(first.refreshToken)
    expect(await whoHas(world, first.token)).toBeNull()
    expect((await whoHas(world, second.token))?.person.id).toBe(first.person.id)
    const third = await renew(second.refreshToken)
    expect(await whoHas(world, third.token)).not.toBeNull()
  })

  it('ends the whole family when a used token comes again, and no other sign-in', async () => {
    const first = await join(world, 'b@example.com')
    const elsewhere = await signIn(world.deps, somewhere(), { email: 'b@example.com', password })
    const second = await renew(first.refreshToken)
    await expect(renew(first.refreshToken)).rejects.toMatchObject({ ...refused, message: /used before/ })
    expect(await whoHas(world, second.token)).toBeNull()
    await expect(renew(second.refreshToken)).rejects.toMatchObject(refused)
    expect(await whoHas(world, elsewhere.token)).not.toBeNull()
    const [row] = await world.database.run("select * from audit_log where action = 'auth.refreshReused'")
    expect(row).toMatchObject({ entity_id: first.person.id })
  })

  it('lets one of two at the same moment win; the other is reuse, so nothing stays open', async () => {
    for (let round = 0; round < 5; round++) {
      const { refreshToken } = await join(world, `race${round}@example.com`)
      const results = await Promise.allSettled([renew(refreshToken), renew(refreshToken)])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const [winner] = results.filter(result => result.status === 'fulfilled')
      expect(await whoHas(world, winner?.value.token ?? '')).toBeNull()
      await expect(renew(winner?.value.refreshToken ?? '')).rejects.toMatchObject(refused)
    }
  })

  it('is refused after signing out, here or everywhere, and for a deactivated person', async () => {
    const out = await join(world, 'c@example.com')
    await signOut(world.deps, out.token)
    await expect(renew(out.refreshToken)).rejects.toMatchObject(refused)
    const everywhere = await signIn(world.deps, somewhere(), { email: 'c@example.com', password })
    expect(await signOutEverywhere(world.deps, await callerOf(world, everywhere.token), somewhere())).toEqual({
      endedSessions: 1,
    })
    await expect(renew(everywhere.refreshToken)).rejects.toMatchObject(refused)
    const gone = await join(world, 'd@example.com')
    await world.database.run('update people set deactivated_at = now() where id = $1', [gone.person.id])
    expect(await whoHas(world, gone.token)).toBeNull()
    await expect(renew(gone.refreshToken)).rejects.toMatchObject(refused)
  })

  it('is refused when the token has expired', async () => {
    const { refreshToken } = await join(world, 'e@example.com')
    world.setNow(later(new Date(), days(91)))
    await expect(renew(refreshToken)).rejects.toMatchObject(refused)
    world.setNow(new Date())
  })

  it('shows and revokes only one’s own sessions, and never what would open one', async () => {
    const mine = await join(world, 'f@example.com')
    const other = await signIn(world.deps, somewhere(), { email: 'f@example.com', password })
    const caller = await callerOf(world, mine.token)
    const { items } = await listSessions(world.deps, caller, { limit: 50 })
    expect(items.map(({ current }) => current).sort()).toEqual([false, true])
    expect(items[0]).toMatchObject({ userAgent: 'A browser', ip: /^10\./ })
    const hashes = await world.database.run<{ id: string }>('select id from sessions')
    for (const { id } of hashes) expect(JSON.stringify(items)).not.toContain(id)
    const stranger = await callerOf(world, (await join(world, 'g@example.com')).token)
    const target = { id: items.find(({ current }) => !current)?.id ?? '' }
    await expect(revokeSession(world.deps, stranger, somewhere(), target)).rejects.toMatchObject({ kind: 'not_found' })
    await revokeSession(world.deps, caller, somewhere(), target)
    expect(await whoHas(world, other.token)).toBeNull()
    await expect(renew(other.refreshToken)).rejects.toMatchObject(refused)
    expect(await whoHas(world, mine.token)).not.toBeNull()
  })

  it('notes use at most once a minute', async () => {
    const { token } = await join(world, 'h@example.com')
    const { familyId } = await callerOf(world, token)
    const seen = async () => {
      await whoHas(world, token)
      const sql = 'select last_seen_at::text as at from sessions where family_id = $1'
      return (await world.database.run<{ at: string }>(sql, [familyId]))[0]?.at
    }
    const start = new Date()
    world.setNow(later(start, 30_000))
    const first = await seen()
    world.setNow(later(start, 50_000))
    expect(await seen()).toBe(first)
    world.setNow(later(start, minutes(2)))
    expect(await seen()).not.toBe(first)
  })
})
