import { expect, it } from 'vitest'
import { fileName, layLegend } from './download.ts'

it('makes file names of titles', () => {
  expect(fileName('Conversion, hourly', 'csv')).toBe('conversion-hourly.csv')
  expect(fileName('日本', 'png')).toBe('chart.png')
})

it('lays a legend out in lines, and gives one that is too wide a line of its own', () => {
  expect(layLegend([], 100)).toEqual([])
  expect(layLegend([40, 48, 10, 200, 20], 100)).toEqual([
    { x: 0, line: 0 },
    { x: 52, line: 0 },
    { x: 0, line: 1 },
    { x: 0, line: 2 },
    { x: 0, line: 3 },
  ])
})
