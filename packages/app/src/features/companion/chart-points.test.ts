import { expect, it } from 'vitest'
import { msToDay } from '../dashboards/days.ts'
import { axisOf, drawnOf, exact, pointsOf } from './chart-points.ts'

it('orders days by time, and shows each as itself wherever it is read', () => {
  const x = ['2026-03-03', '2026-03-01', '2026-03-02']
  const points = pointsOf({ x, series: [{ name: 'n', values: [3, 1, null] }] })
  expect(points.map(({ at, values }) => [msToDay(at), values.s0])).toEqual([
    ['2026-03-01', 1],
    ['2026-03-02', null],
    ['2026-03-03', 3],
  ])
})

it('knows days from times, and both from names', () => {
  expect(axisOf(['2026-03-03', '2026-03-04'])).toBe('days')
  expect(axisOf(['2026-03-03T10:00:00Z', '2026-03-04 11:00:00+00'])).toBe('times')
  expect(axisOf(['2026-03-03', 'total'])).toBe('names')
  expect(axisOf(['2026-03-03'])).toBe('names')
})

it('rounds no mean to a whole number', () => {
  expect([exact(7.5736), exact(-1234.5), exact(12)]).toEqual(['7.5736', '−1,234.5', '12'])
})

it('draws as many rows as can be compared, each whole, and says that there are more', () => {
  const rows = Array.from({ length: 1_200 }, (_, index) => index)
  expect(drawnOf(rows.slice(0, 30), 1)).toEqual({ rows: rows.slice(0, 30), note: null })
  expect(drawnOf(rows, 1)).toEqual({ rows: rows.slice(0, 30), note: 'The first 30 of 1,200; the table has all' })
  expect(drawnOf(rows.slice(0, 9), 4)).toMatchObject({
    rows: rows.slice(0, 7),
    note: 'The first 7 of 9; the table has all',
  })
})
