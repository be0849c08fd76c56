import { expect, it } from 'vitest'
import { differenceOf, shareOf, wilson, wilsonCount } from './wilson.ts'

it('gives the published interval of one proportion (Newcombe 1998 I, table I, method 3)', () => {
  for (const [completed, visits, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const bounds = wilson({ visits, completed })
    expect(bounds.low).toBeCloseTo(low, 4)
    expect(bounds.high).toBeCloseTo(high, 4)
  }
})

it('gives the published interval of a difference (Newcombe 1998 II, table II, method 10)', () => {
  for (const [a, m, b, n, low, high] of [
    [56, 70, 48, 80, 5.24, 33.39],
    [9, 10, 3, 10, 17.05, 80.9],
    [6, 7, 2, 7, 5.82, 80.62],
    [10, 10, 0, 10, 60.75, 100],
  ] as const) {
    const difference = differenceOf({ visits: m, completed: a }, { visits: n, completed: b })
    expect(difference?.low).toBeCloseTo(low, 1)
    expect(difference?.high).toBeCloseTo(high, 1)
  }
})

it('says nothing where there is nothing to divide by', () => {
  expect(differenceOf({ visits: 0, completed: 0 }, { visits: 9, completed: 1 })).toBeNull()
  expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, rate: null, low: null, high: null })
})

it('gives the range of a number of events, also of none', () => {
  expect(wilsonCount(0)).toEqual({ low: 0, high: 3.8 })
  expect(wilsonCount(100)).toEqual({ low: 82.2, high: 121.6 })
})
