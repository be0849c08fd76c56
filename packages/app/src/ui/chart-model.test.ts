import { describe, expect, it } from 'vitest'
import { conversionPoints, fillGaps, summarise } from './chart-model.ts'

const hour = 3_600_000
const at = (h: number) => new Date(h * hour).toISOString()

describe('chart points', () => {
  it('leaves out rates of a handful of visits and keeps their counts', () => {
    const [few, many] = conversionPoints(
      [
        { at: at(0), visits: 2, completed: 0, rate: 0 },
        { at: at(1), visits: 60, completed: 48, rate: 80 },
      ],
      78.5,
    )
    expect(few?.values).toEqual({ rate: null, visits: 2, completed: 0 })
    expect(many?.values.rate).toBe(80)
    expect(many?.band?.[0]).toBeLessThan(78.5)
    expect(many?.band?.[1]).toBeGreaterThan(78.5)
  })
  it('draws silence as zeros, and nothing outside the period', () => {
    const points = fillGaps(
      [
        { at: at(11), n: 4 },
        { at: at(99), n: 1 },
      ],
      at(10),
      at(13),
      3_600,
      (time, item) => ({
        at: time,
        values: { n: item?.n ?? 0 },
      }),
    )
    expect(points.map(point => [point.at / hour, point.values.n])).toEqual([
      [10, 0],
      [11, 4],
      [12, 0],
    ])
    expect(fillGaps([], at(0), at(5), 0, time => ({ at: time, values: {} }))).toEqual([])
  })
  it('says in a sentence what is drawn', () => {
    const points = [5, null, 9, 7].map((n, index) => ({ at: index, values: { n } }))
    expect(summarise('Events', points, 'n', String)).toBe('Events: 3 values from 5 to 9, the last 7.')
    expect(summarise('Events', [], 'n', String)).toBe('Events: no data in this period.')
  })
})
