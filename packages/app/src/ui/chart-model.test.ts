import { describe, expect, it } from 'vitest'
import { conversionPoints, fillGaps, joinBuckets, outsideBand, summarise } from './chart-model.ts'

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
  it('joins thin buckets until their rate is steady, and loses no visit by it', () => {
    const quarters = Array.from({ length: 96 }, (_, index) => ({
      at: at(index / 4),
      visits: 4,
      completed: 3,
      rate: 75,
    }))
    const { items, bucketSeconds } = joinBuckets(quarters, 900)
    expect(bucketSeconds).toBe(3_600)
    expect(items).toHaveLength(24)
    expect(items[0]).toEqual({ at: 0, visits: 16, completed: 12, rate: 75 })
    expect(items.reduce((sum, item) => sum + item.visits, 0)).toBe(96 * 4)
  })
  it('stops joining before the line has too few points, and leaves full buckets alone', () => {
    const thin = Array.from({ length: 96 }, (_, index) => ({ at: at(index / 4), visits: 0, completed: 0, rate: null }))
    expect(joinBuckets(thin, 900).items.length).toBeGreaterThanOrEqual(12)
    expect(joinBuckets(thin, 900).items[0]?.rate).toBeNull()
    const full = thin.map(item => ({ ...item, visits: 40, completed: 20, rate: 50 }))
    expect(joinBuckets(full, 900)).toEqual({ items: full, bucketSeconds: 900 })
    expect(joinBuckets([], 900)).toEqual({ items: [], bucketSeconds: 900 })
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
  it('says how many points lie outside their range', () => {
    const point = (at: number, n: number | null, band: [number, number] | null) => ({ at, values: { n }, band })
    const points = [point(1, 5, [4, 6]), point(2, 3, [4, 6]), point(3, 9, null), point(4, null, [4, 6])]
    expect(outsideBand(points, 'n')).toBe('1 of 2')
    expect(outsideBand([...points, point(5, 6.1, [4, 6])], 'n')).toBe('2 of 3')
  })
})
