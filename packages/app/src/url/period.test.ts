import { describe, expect, it } from 'vitest'
import { parseRange, periodBefore, readPeriod, resolvePeriod } from './period.ts'

const now = Date.parse('2026-11-20T12:02:30Z')

describe('periods', () => {
  it('ends ready-made ones on a grid, so that the key holds for a while and the newest data is in', () => {
    expect(resolvePeriod('24h', now)).toEqual({ from: '2026-11-19T12:05:00.000Z', to: '2026-11-20T12:05:00.000Z' })
    expect(resolvePeriod('24h', now + 120_000)).toEqual(resolvePeriod('24h', now))
    expect(Date.parse(resolvePeriod('1h', now).to)).toBeGreaterThanOrEqual(now)
  })
  it('takes a custom range as it is', () => {
    const range = '2026-11-01T00:00:00Z..2026-11-02T00:00:00Z'
    expect(resolvePeriod(range, now)).toEqual({ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' })
    expect(readPeriod({ p: range }, 'p')).toBe(range)
  })
  it('refuses ranges that are broken or backwards', () => {
    for (const bad of ['', 'x..y', '2026-11-02..2026-11-01', '2026-11-01..2026-11-02..2026-11-03', '2026-11-01..'])
      expect(parseRange(bad)).toBeNull()
    expect(readPeriod({ p: '99y' }, 'p')).toBeUndefined()
  })
  it('finds the period before, of the same length', () => {
    expect(periodBefore({ from: '2026-11-20T00:00:00Z', to: '2026-11-20T06:00:00Z' })).toEqual({
      from: '2026-11-19T18:00:00.000Z',
      to: '2026-11-20T00:00:00.000Z',
    })
  })
})
