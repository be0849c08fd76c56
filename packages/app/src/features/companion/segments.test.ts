import { expect, test } from 'vitest'
import { segmentsOf } from './segments.ts'

test('an answer is cut at its numbers and at the calls that it names, and nothing is lost', () => {
  const content = 'It was 1,234 [q2], not 99.'
  const numbers = [
    { start: 7, end: 12, call: 2 },
    { start: 23, end: 25, call: null },
  ]
  expect(segmentsOf({ content, numbers })).toEqual([
    { kind: 'words', text: 'It was ' },
    { kind: 'number', text: '1,234', call: 2 },
    { kind: 'words', text: ' ' },
    { kind: 'call', number: 2 },
    { kind: 'words', text: ', not ' },
    { kind: 'number', text: '99', call: null },
    { kind: 'words', text: '.' },
  ])
  expect(segmentsOf({ content: 'Nothing', numbers: [] })).toEqual([{ kind: 'words', text: 'Nothing' }])
})
