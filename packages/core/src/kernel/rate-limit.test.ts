import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { countUse, giveBack, takeRate } from './rate-limit.ts'
import type { RateRule } from './rate-rule.ts'
import { rateSweepJob } from './rate-sweep.ts'
import { later, minutes } from './window.ts'

const rule: RateRule = { name: 'test', limit: 5, windowSeconds: 900, failClosed: true }
const now = new Date('2026-05-01T12:00:00Z')

describe('a rate limit', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
    world.setNow(now)
  })
  afterAll(() => world.close())

  it('lets through what it allows, says how much is left, and then how long to wait', async () => {
    const states = []
    for (let use = 0; use < 5; use++) states.push(await countUse(world.deps, rule, 'a'))
    expect(states.map(({ allowed, remaining }) => [allowed, remaining])).toEqual(
      [4, 3, 2, 1, 0].map(left => [true, left]),
    )
    world.setNow(later(now, minutes(5)))
    await expect(takeRate(world.deps, rule, 'a')).rejects.toMatchObject({ kind: 'limit_reached', retryAfter: 600 })
    await takeRate(world.deps, rule, 'b')
    world.setNow(later(now, minutes(15)))
    expect(await takeRate(world.deps, rule, 'a')).toMatchObject({ remaining: 4 })
    world.setNow(now)
  })

  it('counts exactly when many ask at once', async () => {
    const states = await Promise.all(Array.from({ length: 40 }, () => countUse(world.deps, rule, 'crowd')))
    expect(states.filter(({ allowed }) => allowed)).toHaveLength(5)
  })

  it('gives back what did not count', async () => {
    for (let use = 0; use < 20; use++) {
      const taken = await takeRate(world.deps, rule, 'success')
      await giveBack(world.deps, rule, 'success', taken)
    }
    const taken = await takeRate(world.deps, rule, 'success')
    world.setNow(later(now, minutes(15)))
    await takeRate(world.deps, rule, 'success')
    await giveBack(world.deps, rule, 'success', taken)
    expect(await takeRate(world.deps, rule, 'success')).toMatchObject({ remaining: 3 })
    world.setNow(now)
  })

  it('takes more at once for what costs more', async () => {
    expect(await countUse(world.deps, rule, 'costly', 4)).toMatchObject({ allowed: true, remaining: 1 })
    expect(await countUse(world.deps, rule, 'costly', 2)).toMatchObject({ allowed: false, remaining: 0 })
  })

  it('forgets windows that have ended', async () => {
    await countUse(world.deps, rule, 'old')
    world.setNow(later(now, minutes(16)))
    await (await rateSweepJob.load()).run(world.deps, {})
    const [row] = await world.database.run<{ n: number }>(
      "select count(*)::int as n from rate_limits where key = 'test:old'",
    )
    expect(row?.n).toBe(0)
  })
})

describe('a rate limit without its database', () => {
  it('refuses or lets through, as its rule says', async () => {
    const world = await createTestWorld()
    await world.close()
    await expect(countUse(world.deps, rule, 'x')).rejects.toMatchObject({ kind: 'unavailable' })
    expect(await countUse(world.deps, { ...rule, failClosed: false }, 'x')).toMatchObject({ allowed: true })
  })
})
