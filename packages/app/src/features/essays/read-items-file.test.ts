import { describe, expect, it } from 'vitest'
import { decodeItems, readItems } from './read-items-file.ts'

const rowsOf = (text: string) => readItems(text).items.map(({ row }) => row)

describe('a file of items', () => {
  it('may be CSV with quotes, separators and line ends inside them', () => {
    expect(readItems('a,b\r\n"x, ""y""\nz",2\r\n\r\n 6" wide,"3" \n')).toEqual({
      ...{ unit: 'Line', refused: [] },
      items: [
        { at: 2, row: { a: 'x, "y"\nz', b: '2' } },
        { at: 5, row: { a: ' 6" wide', b: '3' } },
      ],
    })
    expect(rowsOf('\uFEFFitem_id;revenue\n1;2,50\n2;\n')).toEqual([
      { item_id: '1', revenue: '2,50' },
      { item_id: '2', revenue: '' },
    ])
    expect(rowsOf('id\tdraft\n7\t5+')).toEqual([{ id: '7', draft: '5+' }])
  })
  it('may be JSON in three forms', () => {
    const rows = [{ id: 1 }, { id: 2 }]
    expect(rowsOf(JSON.stringify(rows, null, 2))).toEqual(rows)
    expect(rowsOf(rows.map(row => JSON.stringify(row)).join('\n'))).toEqual(rows)
    expect(rowsOf(JSON.stringify({ rows }, null, 2))).toEqual(rows)
    expect(rowsOf('{"id": 1}')).toEqual([{ id: 1 }])
  })
  it('may be half broken: each line that is no row is refused alone', () => {
    const { items, refused } = readItems('id,city\n1,"never ends\n2,New York, NY\n3\n4,"a "b""\n5,Bonn')
    expect(items).toEqual([{ at: 6, row: { id: '5', city: 'Bonn' } }])
    expect(refused.map(({ at, message }) => [at, message])).toEqual([
      [2, 'a quote does not end where its cell does'],
      [3, '3 cells, where the head line has 2'],
      [4, '1 cells, where the head line has 2'],
      [5, 'a quote does not end where its cell does'],
    ])
    expect(refused[1]?.row).toEqual({ refused_text: '2,New York, NY' })
    expect(readItems('{"id":1}\nnonsense\n{"id":2}')).toMatchObject({
      items: [{ at: 1 }, { at: 3 }],
      refused: [{ at: 2, message: 'not JSON' }],
    })
  })
  it('may be in the encodings of spreadsheets', () => {
    const text = 'id;city\n1;Zürich'
    const wide = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap(sign => [sign.charCodeAt(0), 0])])
    const old = Uint8Array.from([...text].map(sign => sign.charCodeAt(0)))
    for (const bytes of [new TextEncoder().encode(text), wide, old]) expect(decodeItems(bytes)).toBe(text)
  })
  it('says what is wrong with it', () => {
    expect(() => readItems('  ')).toThrow('empty')
    expect(() => readItems('item_id,revenue\n')).toThrow('no rows')
    expect(() => readItems('[{"id":1},')).toThrow('breaks off')
    expect(() => decodeItems(new TextEncoder().encode('PK\u0003\u0004'))).toThrow('as CSV')
    expect(() => decodeItems(Uint8Array.from([0x89, 0x50, 0, 0]))).toThrow('no text')
  })
  it('reads a hundred thousand lines at once', () => {
    const text = ['item_id,words', ...Array.from({ length: 100_000 }, (_, index) => `i${index},${index}`)].join('\n')
    const rows = rowsOf(text)
    expect(rows).toHaveLength(100_000)
    expect(rows.at(-1)).toEqual({ item_id: 'i99999', words: '99999' })
  })
})
