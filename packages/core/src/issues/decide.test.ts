import { describe, expect, it } from 'vitest'
import { decide, lookForDrop, lookForErrors, lookForSilence } from './decide.ts'
import { detectionRules } from './presets.ts'
import { type Counts, usualFor, wobbleOf } from './seasonal.ts'

interface Shape {
  /** Visits a minute and rate, by minutes before the end. */
  visits: (ago: number) => number
  rate: (ago: number) => number
}

/** Counts without chance: what the shape says, minute by minute. */
function countsOf({ visits, rate }: Shape): Counts {
  return (from, to) => {
    let [all, done] = [0, 0]
    for (let ago = to; ago < from; ago++) {
      all += visits(ago)
      done += visits(ago) * rate(ago)
    }
    return { visits: Math.round(all), completed: Math.round(done) }
  }
}

const rule = detectionRules.default
const day = 1_440
const decided = (counts: Counts, by = rule) =>
  decide([{ sights: lookForDrop({ last: counts, next: null }, by) }], 1)[0] ?? null
const fall = (points: number, lasts: number, visits = 5): Counts =>
  countsOf({ visits: () => visits, rate: ago => (ago < lasts ? 0.8 - points / 100 : 0.8) })

describe('what is usual', () => {
  it('comes from the same hours of other days, and never from the window itself', () => {
    const counts = countsOf({ visits: () => 5, rate: ago => (ago < 60 ? 0 : ago % day < 120 ? 0.9 : 0.3) })
    const usual = usualFor(counts, 60, 0)
    expect(usual).toMatchObject({ pad: 30, days: 7, visits: 7 * 120 * 5 })
    expect(usual?.mean).toBeGreaterThan(0.7)
  })

  it('is taken from wider hours, then all, where there are few visits; and from nothing when there is too little', () => {
    const few = (visits: number) => usualFor(countsOf({ visits: () => visits, rate: () => 0.8 }), 60, 0)
    expect(few(0.05)?.pad).toBe(120)
    expect(few(0.02)?.pad).toBeNull()
    expect(few(0.005)).toBeNull()
    const new_ = countsOf({ visits: ago => (ago < 2 * day ? 5 : 0), rate: () => 0.8 })
    expect(usualFor(new_, 60, 0)).toBeNull()
  })

  it('wobbles as its days do', () => {
    const wobbly = countsOf({ visits: () => 5, rate: ago => (Math.floor(ago / day) % 2 ? 0.7 : 0.9) })
    // Rates of 0.7 and 0.9 in turn: a variance of about 0.0114; the mean of it and the usual one, at its upper limit.
    expect(wobbleOf(wobbly)).toBeCloseTo((1.95 * (0.0114 + (0.12 * 0.16) ** 2)) / 2, 3)
    expect(wobbleOf(fall(0, 0))).toBeCloseTo((1.95 * (0.12 * 0.16) ** 2) / 2, 6)
  })
})

describe('a decision', () => {
  it('finds a drop in a window that fits it', () => {
    expect(decided(fall(40, 15))).toMatchObject({ window: 15 })
    expect(decided(fall(20, 240))).toMatchObject({ window: 240 })
    expect(decided(fall(0, 0))).toBeNull()
  })

  it('sees a break far from the end where visits stop going on, and what is spread over steps at their end', () => {
    const at = (usual: number, now: number) => countsOf({ visits: () => 5, rate: ago => (ago < 30 ? now : usual) })
    const look = (next: Counts, last: Counts) => decide([{ sights: lookForDrop({ next, last }, rule) }], 1)[0]
    expect(look(at(0.75, 0.4), at(0.3, 0.16))).toMatchObject({ reached: 'next', window: 30 })
    expect(look(at(0.75, 0.74), at(0.6, 0.3))).toMatchObject({ reached: 'last', window: 30 })
    expect(look(at(0.75, 0.74), at(0.6, 0.59))).toBeNull()
  })

  it('takes neither a season of the day nor one of the week for a drop', () => {
    const rate = (ago: number) =>
      0.6 + 0.15 * Math.sin((2 * Math.PI * ago) / day) + (ago % (7 * day) < 2 * day ? -0.03 : 0)
    for (let hour = 0; hour < 24; hour++) {
      const shift = hour * 60
      expect(decided(countsOf({ visits: () => 5, rate: ago => rate(ago + shift) }))).toBeNull()
    }
  })

  it('does not take the wobble of ordinary days for a drop, however many visits there are', () => {
    const wobbly = [0, 14, -12, 13, -14, 11, -13, 12, -11]
    const rate = (ago: number) => 0.7 + (ago < day ? -0.14 : (wobbly[Math.floor(ago / day)] ?? 0) / 100)
    expect(decided(countsOf({ visits: () => 80, rate }))).toBeNull()
    expect(decided(countsOf({ visits: () => 80, rate: ago => (ago < day ? 0.56 : 0.7) }))).not.toBeNull()
  })

  it('needs enough visits on both sides', () => {
    expect(decided(fall(80, day, 0.012))).toBeNull()
    expect(
      decided(countsOf({ visits: ago => (ago < day ? 5 : 0.005), rate: ago => (ago < day ? 0.1 : 0.8) })),
    ).toBeNull()
  })

  it('asks of each preset what it promises', () => {
    const { conservative, aggressive } = detectionRules
    const seen = (points: number) =>
      [conservative, rule, aggressive].map(by => decided(fall(points, 600, 200), by) !== null)
    expect(seen(20)).toEqual([true, true, true])
    expect(seen(12.8)).toEqual([false, true, true])
    expect(seen(10.5)).toEqual([false, false, true])
    expect(seen(6)).toEqual([false, false, false])
    expect([conservative.minVisits, rule.minVisits, aggressive.minVisits]).toEqual([200, 100, 50])
  })

  it('asks more when more is asked at once, and budgets by funnel', () => {
    const weak = { sights: [{ ...decidedWeakly(), share: 0.6 }] }
    const quiet = { sights: [] }
    expect(decide([weak], 1)[0]).not.toBeNull()
    expect(decide([weak, quiet], 1)[0]).toBeNull()
    expect(decide([weak, quiet], 2)[0]).not.toBeNull()
    expect(decide([weak, weak], 1)).not.toContain(null)
  })

  function decidedWeakly() {
    const sight = decided(fall(40, 60))
    if (!sight) throw new Error('A drop of 40 points was not found')
    return sight
  }
})

describe('beside rates', () => {
  it('hears a step that has gone silent, and not a quiet hour or a quiet step', () => {
    const silence = (visits: Shape['visits']) =>
      decide([{ sights: lookForSilence(countsOf({ visits, rate: () => 1 }), rule) }], 1)[0] ?? null
    expect(silence(ago => (ago < 20 ? 0 : 5))).toMatchObject({ current: { visits: 0 } })
    expect(silence(ago => (ago < 60 ? 2 : 5))).toBeNull()
    expect(silence(ago => (ago % day < 300 ? 0 : 5))).toBeNull()
    expect(silence(ago => (ago < 60 ? 0 : 0.01))).toBeNull()
  })

  it('sees errors rise', () => {
    const errors = (rate: number) =>
      lookForErrors(countsOf({ visits: () => 5, rate: ago => (ago < 60 ? rate : 0.02) }), rule)
    expect(decide([{ sights: errors(0.3) }], 1)[0]).not.toBeNull()
    expect(decide([{ sights: errors(0.03) }], 1)[0]).toBeNull()
    expect(errors(0)).toEqual([])
  })
})
