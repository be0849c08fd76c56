import { expect, test } from 'vitest'
import { byCode, type RefusedGroup, refusedLine, refusedParts } from './refused-words.ts'

const group = (code: RefusedGroup['code'], count: number, lastAt: string, keyName = 'Shop'): RefusedGroup => ({
  ...{ code, count, lastAt, keyName, keyId: keyName, advice: `Mend ${code}` },
})
const groups = [
  group('too_old', 3, '2026-01-02T00:00:00Z'),
  group('invalid', 1_200, '2026-01-01T00:00:00Z'),
  group('invalid', 1, '2026-01-03T00:00:00Z', 'App'),
  group('unreadable', 1, '2026-01-01T00:00:00Z'),
]

test('codes come most first, each with its keys and its latest moment', () => {
  expect(byCode(groups).map(({ code, count, lastAt, keys }) => [code, count, lastAt, keys.length])).toEqual([
    ['invalid', 1_201, '2026-01-03T00:00:00Z', 2],
    ['too_old', 3, '2026-01-02T00:00:00Z', 1],
    ['unreadable', 1, '2026-01-01T00:00:00Z', 1],
  ])
})

test('a line says events and requests, and nothing when there is nothing', () => {
  expect(refusedLine(groups)?.replaceAll('\u00a0', ' ')).toBe('1,204 events and 1 request refused in the last 24 hours')
  expect(refusedParts(groups)).toBe('Invalid 1,201, Too old 3, Unreadable request 1')
  expect(refusedLine(groups.slice(3))?.replaceAll('\u00a0', ' ')).toBe('1 request refused in the last 24 hours')
  expect(refusedLine([])).toBeNull()
})
