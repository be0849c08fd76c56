import { expect, it } from 'vitest'
import { partsOf, readReport } from './import-parts.ts'

const rows = Array.from({ length: 7 }, (_, index) => ({ item_id: `i${index}`, note: 'two\nlines' }))

it('divides a file by rows, each a line, and tells where a part begins', () => {
  const parts = [...partsOf(rows, { rows: 3, characters: 10_000 })]
  expect(parts.map(({ start, length }) => [start, length])).toEqual([
    [0, 3],
    [3, 3],
    [6, 1],
  ])
  expect(parts.flatMap(({ text }) => text.split('\n').map(line => JSON.parse(line)))).toEqual(rows)
  expect([...partsOf([])]).toEqual([])
})

it('divides by size too, and a row that is too large goes alone', () => {
  const mixed = [{ a: 'x'.repeat(500) }, { a: 1 }, { a: 2 }, { a: 'y'.repeat(90) }]
  const parts = [...partsOf(mixed, { rows: 100, characters: 100 })]
  expect(parts.map(({ start, length }) => [start, length])).toEqual([
    [0, 1],
    [1, 2],
    [3, 1],
  ])
})

it('finds the rows of the file that were refused', () => {
  const [, second] = partsOf(rows, { rows: 3, characters: 10_000 })
  const answer = { inserted: 2, updated: 0, unchanged: 0, rejected: [{ line: 2, code: 'invalid', message: 'no' }] }
  expect(second && readReport(answer, second)).toEqual({
    ...{ inserted: 2, updated: 0, unchanged: 0 },
    rejected: [{ index: 4, code: 'invalid', message: 'no' }],
  })
  expect(() => second && readReport('<html>Sign in to the network</html>', second)).toThrow('not the server')
})
