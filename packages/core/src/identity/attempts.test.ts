import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { conflict, later, makeLimits, minutes, type Origin, unauthenticated } from '../kernel/index.ts'
import { createTestWorld } from '../testing/index.ts'
import { countAttempt, guardAttempts } from './attempts.ts'

const world = await createTestWorld({ limits: makeLimits() })
afterAll(() => world.close())
let round = 0
let from: Origin
let now = new Date('2026-05-01T12:00:00Z')
beforeEach(() => {
  now = later(now, minutes(30))
  world.setNow(now)
  from = { requestId: 'r', ip: `203.0.113.${++round}`, userAgent: null }
})

const wrong = async () => {
  throw unauthenticated('no')
}
const fail = (origin: Origin, subject: string) => guardAttempts(world.deps, origin, { name: 'sign_in', subject }, wrong)

describe('guessing a secret', () => {
  it('is possible five times per subject, from wherever', async () => {
    for (let guess = 0; guess < 5; guess++) {
      const elsewhere = { ...from, ip: `198.51.100.${round * 10 + guess}` }
      await expect(fail(elsewhere, 'a')).rejects.toMatchObject({ kind: 'unauthenticated' })
    }
    await expect(fail(from, 'a')).rejects.toMatchObject({ kind: 'limit_reached', retryAfter: 900 })
    // Being refused for the subject is not held against the address.
    for (let guess = 0; guess < 5; guess++) {
      await expect(fail(from, `other${guess}`)).rejects.toMatchObject({ kind: 'unauthenticated' })
    }
    await expect(fail(from, 'b')).rejects.toMatchObject({ kind: 'limit_reached' })
    world.setNow(later(now, minutes(15)))
    await expect(fail(from, 'a')).rejects.toMatchObject({ kind: 'unauthenticated' })
  })

  it('counts only what was wrong', async () => {
    for (let turn = 0; turn < 12; turn++) {
      expect(await guardAttempts(world.deps, from, { name: 'sign_in', subject: 'c' }, async () => turn)).toBe(turn)
      const clash = guardAttempts(world.deps, from, { name: 'sign_in', subject: 'c' }, async () => {
        throw conflict('there is one')
      })
      await expect(clash).rejects.toMatchObject({ kind: 'conflict' })
    }
  })

  it('gains nothing from many tries at once', async () => {
    let tried = 0
    const guesses = Array.from({ length: 30 }, () =>
      guardAttempts(world.deps, from, { name: 'sign_in', subject: 'd' }, async () => {
        tried++
        await new Promise(resolve => setTimeout(resolve, 5))
        throw unauthenticated('no')
      }),
    )
    const kinds = (await Promise.allSettled(guesses)).map(each => each.status === 'rejected' && each.reason.kind)
    expect(kinds.filter(kind => kind === 'unauthenticated').length).toBe(tried)
    expect(tried).toBeLessThanOrEqual(5)
    expect(tried).toBeGreaterThan(0)
  })

  it('is refused when the database cannot count', async () => {
    const gone = await createTestWorld()
    await gone.close()
    let tried = false
    const guess = guardAttempts(gone.deps, from, { name: 'sign_in', subject: 'e' }, async () => {
      tried = true
    })
    await expect(guess).rejects.toMatchObject({ kind: 'unavailable' })
    expect(tried).toBe(false)
  })

  it('can count what succeeds as well, and keeps no e-mail', async () => {
    for (let turn = 0; turn < 5; turn++) await countAttempt(world.deps, 'password_reset', from, 'mei@example.com')
    await expect(countAttempt(world.deps, 'password_reset', from, 'mei@example.com')).rejects.toMatchObject({
      kind: 'limit_reached',
    })
    const rows = await world.database.run<{ key: string }>('select key from rate_limits')
    expect(rows.map(({ key }) => key).join()).not.toContain('mei@')
  })
})
