import { expect, test } from 'vitest'
import { argsOf, initialValues } from './tool-fields.ts'

test('a filled form becomes the arguments of its tool', () => {
  expect(argsOf('dashboard', initialValues('dashboard'))).toEqual({ page: 'overview', filters: { preset: '30d' } })
  const values = { page: 'revenue', 'current.from': '2026-03-01', 'current.to': '2026-03-31', 'baseline.from': '' }
  expect(argsOf('compare_periods', values)).toEqual({
    page: 'revenue',
    current: { from: '2026-03-01', to: '2026-03-31' },
  })
  expect(argsOf('chart', { call: '2', y: 'a, b', x: 'day', table: ' ' })).toEqual({ call: 2, y: ['a', 'b'], x: 'day' })
  const narrowed = { ...initialValues('top_movers'), 'filters.channel': ' Search ', 'filters.status': 'completed' }
  expect(argsOf('top_movers', narrowed)).toEqual({
    ...{ by: 'channel', measure: 'netRevenue' },
    filters: { preset: '30d', channel: 'Search', status: 'completed' },
  })
  const own = { ...narrowed, 'filters.from': '2026-03-01', 'filters.to': '2026-03-05' }
  expect(argsOf('top_movers', own).filters).toEqual({
    ...{ from: '2026-03-01', to: '2026-03-05', channel: 'Search', status: 'completed' },
  })
})

test('a comparison begins with thirty days against the thirty before', () => {
  const now = new Date(2026, 2, 31, 12).getTime()
  expect(argsOf('compare_periods', initialValues('compare_periods', now))).toEqual({
    page: 'revenue',
    current: { from: '2026-03-02', to: '2026-03-31' },
    baseline: { from: '2026-01-31', to: '2026-03-01' },
  })
})
