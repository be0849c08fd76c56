import { expect, test } from 'vitest'
import { compareTexts } from './compare-texts.ts'
import { sharedLength } from './document-passages.tsx'

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`)

test('changes stand with three lines around them, and the rest is counted', () => {
  const before = lines(1, 20)
  const after = before.with(9, 'another').join('\n')
  expect(compareTexts(before.join('\r\n'), after)).toEqual([
    { kind: 'skipped', lines: 6 },
    { kind: 'same', lines: lines(7, 9) },
    { kind: 'removed', lines: ['line 10'] },
    { kind: 'added', lines: ['another'] },
    { kind: 'same', lines: lines(11, 13) },
    { kind: 'skipped', lines: 7 },
  ])
})

test('a line that is added at the end changes no other; equal texts have no change', () => {
  expect(compareTexts('a', 'a\nb')).toEqual([
    { kind: 'same', lines: ['a'] },
    { kind: 'added', lines: ['b'] },
  ])
  expect(compareTexts('a\nb', 'a\nb')).toEqual([])
})

test('what a passage says again is known by its words', () => {
  expect(sharedLength('One. Two. Three.', 'Two. Three. Four.')).toBe('Two. Three.'.length)
  expect(sharedLength('One.', 'Two.')).toBe(0)
  expect(sharedLength(undefined, 'Two.')).toBe(0)
})
