import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveEntitlement, features, graceOfPastDue, type ItemFacts, tierOf, tiers } from './plans.ts'

const end = new Date('2026-12-01T00:00:00Z')
const item = (more: Partial<ItemFacts> = {}): ItemFacts => ({
  ...{ status: 'active', planSlug: 'pro', planName: 'Pro', amount: 4_900, periodEnd: end },
  ...more,
})

describe('the tier of a plan', () => {
  it.each([
    ['pro-monthly', 'Whatever', 0, 'pro'],
    ['org:enterprise', null, 10, 'enterprise'],
    [null, 'Business plus', 10, 'enterprise'],
    ['free_user', 'Free', 0, 'free'],
    ['profile', 'Improved', 0, 'free'],
    ['gold', 'Gold', 900, 'pro'],
    ['gold', 'Gold', 0, 'free'],
    [null, null, null, 'free'],
  ] as const)('%s, %s for %s is %s', (planSlug, planName, amount, tier) => {
    expect(tierOf({ planSlug, planName, amount })).toBe(tier)
  })

  it('each higher one has what the lower ones have', () => {
    expect(features.pro).toEqual(expect.arrayContaining([...features.free]))
    expect(features.enterprise).toEqual(expect.arrayContaining([...features.pro]))
  })
})

describe('what items entitle to', () => {
  it.each([
    ['active', end],
    ['trialing', end],
    ['past_due', new Date(end.getTime() + graceOfPastDue)],
    ['canceled', end],
  ])('%s holds until its time', (status, validUntil) => {
    expect(deriveEntitlement([item({ status })])).toEqual({ tier: 'pro', features: features.pro, validUntil })
  })

  it.each(['ended', 'upcoming', 'incomplete', 'abandoned', 'unpaid', 'paused', 'some string'])(
    '%s gives nothing',
    status => {
      expect(deriveEntitlement([item({ status })])).toBeNull()
    },
  )

  it('three days of grace', () => expect(graceOfPastDue).toBe(3 * 86_400_000))

  it('without an end of its period it goes on; canceled without one is over', () => {
    expect(deriveEntitlement([item({ periodEnd: null })])).toMatchObject({ validUntil: null })
    expect(deriveEntitlement([item({ periodEnd: null, status: 'canceled' })])).toBeNull()
  })

  it('the highest tier counts, and what ended is left out where a moment is given', () => {
    const later = new Date(end.getTime() + 1)
    const items = [item({ planSlug: 'enterprise' }), item({ periodEnd: later })]
    expect(deriveEntitlement(items)).toMatchObject({ tier: 'enterprise', validUntil: end })
    expect(deriveEntitlement(items, end)).toMatchObject({ tier: 'pro', validUntil: later })
    expect(deriveEntitlement(items, later)).toBeNull()
  })

  it('does not depend on the order of items, and is never less than one of them gives alone', () => {
    const statuses = ['active', 'past_due', 'canceled', 'ended', 'trialing']
    const anyItem = fc.record({
      status: fc.constantFrom(...statuses),
      planSlug: fc.constantFrom(...tiers),
      planName: fc.constant(null),
      amount: fc.constant(1),
      periodEnd: fc.option(fc.date({ min: end, max: new Date(end.getTime() + 1e9), noInvalidDate: true })),
    })
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 6 }), items => {
        const whole = deriveEntitlement(items)
        expect(deriveEntitlement(items.toReversed())).toEqual(whole)
        for (const each of items) {
          const alone = deriveEntitlement([each])
          if (!alone) continue
          const rank = tiers.indexOf(whole?.tier ?? 'free') - tiers.indexOf(alone.tier)
          expect(rank).toBeGreaterThanOrEqual(0)
          if (rank === 0 && whole?.validUntil && alone.validUntil) {
            expect(whole.validUntil >= alone.validUntil).toBe(true)
          }
          if (rank === 0 && alone.validUntil === null) expect(whole?.validUntil).toBeNull()
        }
      }),
    )
  })
})
