import { describe, expect, it } from 'vitest'
import { changeOf, measured, toneOf } from './compared.ts'

const compared = (value: number | null, previous: number | null) => {
  const change = value === null || previous === null ? null : value - previous
  const percent = change === null || previous === null ? null : previous > 0 ? (100 * change) / previous : 100
  return { value, previous, change, percent }
}

describe('a figure against the period before', () => {
  it('says by how much it changed', () => {
    expect(changeOf(compared(9, 8))).toBe('+12.5\u00a0%')
    expect(changeOf(compared(2, 8))).toBe('−75.0\u00a0%')
    expect(changeOf(compared(80, 8))).toBe('+900\u00a0%')
    expect(changeOf(compared(8, 8))).toBe('±0')
    expect(changeOf(compared(3, 0))).toBeNull()
    expect(changeOf(compared(0, 0))).toBeNull()
    expect(changeOf(compared(null, 4))).toBeNull()
  })
  it('never shows what was not measured as zero', () => {
    expect(measured('hours', null)).toBe('–')
    expect(measured('hours', 26.5)).toBe('1\u00a0d 2\u00a0h')
    expect(measured('count', 1_234)).toBe('1,234')
  })
  it('finds less time good, and says nothing of more work', () => {
    expect(toneOf('hours', compared(2, 8))).toBe('green')
    expect(toneOf('hours', compared(8, 2))).toBe('red')
    expect(toneOf('hours', compared(8, 8))).toBeUndefined()
    expect(toneOf('count', compared(2, 8))).toBeUndefined()
  })
})
