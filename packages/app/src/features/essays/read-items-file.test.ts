import { describe, expect, it } from 'vitest'
import { readCsv, readItems } from './read-items-file.ts'

describe('a file of items', () => {
  it('may be CSV with quotes, separators and line ends inside them', () => {
    expect(readCsv('a,b\r\n"x, ""y""\nz",2\r\n\r\n', ',')).toEqual([
      ['a', 'b'],
      ['x, "y"\nz', '2'],
    ])
    expect(readItems('\uFEFFitem_id;revenue\n1;2,50\n2;\n')).toEqual([
      { item_id: '1', revenue: '2,50' },
      { item_id: '2', revenue: '' },
    ])
    expect(readItems('id\tdraft\n7\t5+')).toEqual([{ id: '7', draft: '5+' }])
  })
  it('may be JSON in three forms', () => {
    const rows = [{ id: 1 }, { id: 2 }]
    expect(readItems(JSON.stringify(rows, null, 2))).toEqual(rows)
    expect(readItems(rows.map(row => JSON.stringify(row)).join('\n'))).toEqual(rows)
    expect(readItems(JSON.stringify({ rows }, null, 2))).toEqual(rows)
    expect(readItems('{"id": 1}')).toEqual([{ id: 1 }])
  })
  it('says what is wrong with it', () => {
    expect(() => readItems('  ')).toThrow('empty')
    expect(() => readItems('item_id,revenue\n')).toThrow('no rows')
    expect(() => readItems('{"id":1}\nnonsense')).toThrow('Line 2')
  })
  it('reads a hundred thousand lines at once', () => {
    const text = ['item_id,words', ...Array.from({ length: 100_000 }, (_, index) => `i${index},${index}`)].join('\n')
    const rows = readItems(text)
    expect(rows).toHaveLength(100_000)
    expect(rows.at(-1)).toEqual({ item_id: 'i99999', words: '99999' })
  })
})
