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
})
