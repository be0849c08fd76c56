import { expect, test } from 'vitest'
import { backOff, maxWait, retryAfter } from './retry.ts'

test('waits double from one second to five minutes, of which half is random', () => {
  const waits = (random: number) => Array.from({ length: 12 }, (_, failures) => backOff(failures, () => random))
  expect(waits(1)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map(seconds => seconds * 1000))
  expect(waits(0)).toEqual(waits(1).map(wait => wait / 2))
  expect(backOff(5000, () => 1)).toBe(maxWait)
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
  ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
  ['99999999', 86_400_000],
  ['-5', 0],
  ['soon', 0],
  ['', 0],
  [null, 0],
])('Retry-After: %s', (header, wait) => {
  expect(retryAfter(header, Date.UTC(2026, 0, 1))).toBe(wait)
})
