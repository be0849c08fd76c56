import { openDatabase } from '@quarterdeck/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { spendRate, takeShare } from './rate-lease.ts'
import type { RateRule } from './rate-rule.ts'
import { later } from './window.ts'

const rule: RateRule = { name: 'shared', limit: 1_000, windowSeconds: 1, failClosed: false, share: 100 }
const now = new Date('2026-05-01T12:00:00Z')

describe('a limit taken in shares', () => {
  let world: TestWorld
  let statements = 0
  beforeAll(async () => {
    world = await createTestWorld()
    world.setNow(now)
  })
  afterAll(() => world.close())

  /** The same process, counting what it asks of the database. */
  const counting = () => {
    statements = 0
    const db = new Proxy(world.deps.db, {
      get: (target, name) => {
        if (name === 'insert') statements++
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    return { ...world.deps, db }
  }

  it('lets through exactly what it allows, for few statements', async () => {
    const deps = counting()
    const states = await Promise.all(Array.from({ length: 1_500 }, () => spendRate(deps, rule, 'a')))
    expect(states.filter(({ allowed }) => allowed)).toHaveLength(1_000)
    expect(statements).toBeLessThan(15)
    await expect(takeShare(deps, rule, 'a')).rejects.toMatchObject({ kind: 'limit_reached', retryAfter: 1 })
    await takeShare(deps, rule, 'b')
  })

  it('begins anew with the next window, and forgets what was left of the last', async () => {
    const deps = counting()
    expect(await spendRate(deps, rule, 'c', 950)).toMatchObject({ allowed: true, remaining: 50 })
    world.setNow(later(now, 1_000))
    expect(await spendRate(deps, rule, 'c', 950)).toMatchObject({ allowed: true, remaining: 50 })
    world.setNow(now)
  })

  it('takes a use that is larger than the limit as a whole window', async () => {
    const small = { ...rule, name: 'small', limit: 10 }
    expect(await spendRate(world.deps, small, 'd', 500)).toMatchObject({ allowed: true, remaining: 0 })
    expect(await spendRate(world.deps, small, 'd', 1)).toMatchObject({ allowed: false })
  })

  it('never lets processes together exceed it, whatever they take', async () => {
    const { url } = world.database
    const others = url ? await Promise.all([1, 2, 3].map(() => openDatabase({ url, dataDir: '', connections: 2 }))) : []
    // Embedded there is one process; proxies of its database still keep shares of their own.
    const processes = url ? others.map(({ db }) => ({ ...world.deps, db })) : [counting(), counting(), counting()]
    let spent = 0
    let refused = 0
    await Promise.all(
      processes.flatMap(deps =>
        Array.from({ length: 30 }, async (_, index) => {
          for (const cost of [1, 7, 40, 90, (index * 13) % 50]) {
            const { allowed } = await spendRate(deps, rule, 'e', cost)
            if (allowed) spent += cost
            else refused++
          }
        }),
      ),
    )
    expect(refused).toBeGreaterThan(0)
    expect(spent).toBeLessThanOrEqual(1_000)
    // What is lost is at most what each process could not fit.
    expect(spent).toBeGreaterThan(1_000 - 3 * 100)
    for (const other of others) await other.close()
  })

  it('is let through when the database cannot count', async () => {
    const gone = await createTestWorld()
    await gone.close()
    expect(await spendRate(gone.deps, rule, 'f')).toMatchObject({ allowed: true })
  })
})
