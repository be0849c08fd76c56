import { describe, expect, it } from 'vitest'
import { toCsv } from './csv.ts'

describe('toCsv', () => {
  it('quotes what needs quotes and leaves the rest', () => {
    expect(
      toCsv(
        ['name', 'visits'],
        [
          ['a,b', 3],
          ['say "hi"', null],
          ['two\nlines', Number.NaN],
        ],
      ),
    ).toBe('name,visits\r\n"a,b",3\r\n"say ""hi""",\r\n"two\nlines",')
  })
  it('defuses formulas in texts but not negative numbers', () => {
    expect(toCsv(['x'], [['=1+1'], ['@cmd'], ['-2+3'], [-4], ['-3.5']])).toBe(
      "x\r\n'=1+1\r\n'@cmd\r\n'-2+3\r\n-4\r\n-3.5",
    )
  })
})
