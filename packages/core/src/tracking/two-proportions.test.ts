import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareRates, pooledZ, severityOf, twoSidedP } from './two-proportions.ts'

describe('the two-proportion test', () => {
  it('gives tabulated probabilities of the normal distribution, far tails included', () => {
    const tabulated: [number, number][] = [
      [0, 1],
      [1, 0.3173105],
      [1.959964, 0.05],
      [3, 0.002699796],
      [6, 1.973175e-9],
      [14.93, 2.102661e-50],
    ]
    for (const [z, p] of tabulated) expect(twoSidedP(z) / p).toBeCloseTo(1, 3)
  })

  it('is 0 where it cannot be computed', () => {
    expect(pooledZ({ visits: 0, completed: 0 }, { visits: 10, completed: 5 })).toBe(0)
    expect(pooledZ({ visits: 10, completed: 10 }, { visits: 10, completed: 10 })).toBe(0)
    expect(pooledZ({ visits: 10, completed: 0 }, { visits: 10, completed: 0 })).toBe(0)
  })

  it('is symmetric, and never negative or undefined', () => {
    const proportion = fc.nat(10_000).chain(visits => fc.nat(visits).map(completed => ({ visits, completed })))
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const z = pooledZ(a, b)
        expect(z).toBeGreaterThanOrEqual(0)
        expect(z).toBeCloseTo(pooledZ(b, a), 9)
      }),
    )
  })
})

describe('what counts as a drop', () => {
  const baseline = { visits: 1_000, completed: 800 }

  it('asks for 100 visits, more than 12 points and a z of 2', () => {
    expect(compareRates(baseline, { visits: 99, completed: 20 }).significant).toBe(false)
    expect(compareRates(baseline, { visits: 100, completed: 20 }).significant).toBe(true)
    expect(compareRates(baseline, { visits: 1_000, completed: 680 })).toMatchObject({
      dropPoints: 12,
      significant: false,
    })
    expect(compareRates(baseline, { visits: 1_000, completed: 679 })).toMatchObject({
      dropPoints: 12.1,
      significant: true,
    })
    expect(compareRates({ visits: 10, completed: 8 }, { visits: 100, completed: 60 })).toMatchObject({
      dropPoints: 20,
      significant: false,
    })
  })

  it('does not count a rise', () => {
    expect(compareRates(baseline, { visits: 1_000, completed: 990 })).toMatchObject({
      dropPoints: -19,
      significant: false,
      severity: null,
    })
  })

  it('has no rate and no drop without visits', () => {
    const empty = compareRates(baseline, { visits: 0, completed: 0 })
    expect(empty).toMatchObject({
      current: { visits: 0, completed: 0, rate: null },
      dropPoints: null,
      z: 0,
      p: 1,
      significant: false,
    })
  })

  it('grades at 12, 15 and 20 points', () => {
    expect([11.9, 12, 14.9, 15, 19.9, 20].map(severityOf)).toEqual([
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
    ])
  })
})
