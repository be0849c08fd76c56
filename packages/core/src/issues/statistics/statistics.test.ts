import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discoveryLimit } from './discoveries.ts'
import { levelOfLook } from './looking.ts'
import { logGamma, lowerTail, poissonLowerTail, upperTail } from './tails.ts'

describe('tails', () => {
  it('know the logarithms of factorials', () => {
    let sum = 0
    for (let n = 1; n < 200; n++) {
      sum += Math.log(n)
      expect(logGamma(n + 1)).toBeCloseTo(sum, 8)
    }
  })

  it('are the binomial’s when nothing wobbles', () => {
    // 0.5^10 · (1 + 10 + 45), and 0.9^10.
    expect(lowerTail(2, 10, 0.5, 0)).toBeCloseTo(56 / 1_024, 5)
    expect(lowerTail(0, 10, 0.1, 0)).toBe(lowerTail(0, 10, 0.1, 1e-12))
    expect(lowerTail(0, 10, 0.1, 0)).toBeCloseTo(0.9 ** 10, 5)
    expect(upperTail(8, 10, 0.5, 0)).toBeCloseTo(56 / 1_024, 5)
  })

  it('are even where every share is as likely: a beta of 1 and 1', () => {
    for (const count of [0, 3, 4]) expect(lowerTail(count, 10, 0.5, 1 / 12)).toBeCloseTo((count + 1) / 11, 8)
  })

  it('are wider the more days wobble, and never less likely than nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 5_000 }),
        fc.double({ min: 0.2, max: 0.95, noNaN: true }),
        (trials, mean) => {
          const count = Math.floor(trials * mean * 0.7)
          const [calm, wobbly] = [lowerTail(count, trials, mean, 1e-6), lowerTail(count, trials, mean, 1e-3)]
          expect(wobbly).toBeGreaterThanOrEqual(calm * (1 - 1e-6))
          expect(wobbly).toBeLessThanOrEqual(1)
          expect(calm).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  it('count arrivals that do not come', () => {
    expect(poissonLowerTail(0, 10)).toBeCloseTo(Math.exp(-10), 12)
    expect(poissonLowerTail(2, 5)).toBeCloseTo(Math.exp(-5) * (1 + 5 + 12.5), 10)
    expect(poissonLowerTail(5, 5)).toBe(1)
  })
})

describe('looking again and again', () => {
  it('asks more of a window that is looked at more often', () => {
    expect(levelOfLook(10, 0.1)).toBeLessThan(levelOfLook(60, 0.1))
    expect(levelOfLook(60, 0.01)).toBeLessThan(levelOfLook(60, 0.1))
    // Some 720 hours follow each other in a month; minutes between them make it several times as many looks.
    expect(levelOfLook(60, 0.1)).toBeLessThan(0.1 / 720)
    expect(levelOfLook(60, 0.1)).toBeGreaterThan(0.1 / 43_200)
  })
})

describe('many questions at once', () => {
  it('follow Benjamini and Hochberg', () => {
    // Their own example (1995, section 3.1): four of fifteen at 5 %, where Bonferroni finds three.
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ]
    const limit = discoveryLimit(published, 0.05)
    expect(published.filter(p => p <= limit)).toHaveLength(4)
    expect(discoveryLimit([0.2, 0.5], 0.05)).toBe(0)
    expect(discoveryLimit([], 0.05)).toBe(0)
  })
})
