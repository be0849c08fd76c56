import { describe, expect, it } from 'vitest'
import { decodeItems, readItems } from '../features/essays/read-items-file.ts'
import { csvFile, toCsv } from './csv.ts'

describe('toCsv', () => {
  it('quotes what needs quotes and leaves the rest', () => {
    expect(
      toCsv(
        ['name', 'visits'],
        [
          ['a,b', 3],
          ['say "hi"', null],
          ['two\nlines', Number.NaN],
          ['a;b', 0],
        ],
      ),
    ).toBe('name,visits\r\n"a,b",3\r\n"say ""hi""",\r\n"two\nlines",\r\n"a;b",0')
  })
  it('defuses formulas in texts but not negative numbers', () => {
    expect(toCsv(['x'], [['=1+1'], ['@cmd'], ['\0=1'], ['-2+3'], [-4], ['-3.5']])).toBe(
      "x\r\n'=1+1\r\n'@cmd\r\n'\0=1\r\n'-2+3\r\n-4\r\n-3.5",
    )
  })
  it('is a file that Excel knows as UTF-8, and that imports read', async () => {
    const bytes = new Uint8Array(await csvFile(['item_id', 'location'], [['é-1', 'Łódź']]).arrayBuffer())
    expect([...bytes.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 'i'.charCodeAt(0)])
    const { items } = readItems(decodeItems(bytes))
    expect(items.map(({ row }) => row)).toEqual([{ item_id: 'é-1', location: 'Łódź' }])
  })
})
