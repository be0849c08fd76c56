import { describe, expect, it } from 'vitest'
import { bytes, compactCount, count, duration, percent, plural, points } from './number.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('numbers', () => {
  it('groups thousands and shortens for axes', () => {
    expect(count(1_234_567)).toBe('1,234,567')
    expect(compactCount(12_345)).toBe('12.3k')
    expect(plain(plural(1, 'visit'))).toBe('1 visit')
    expect(plain(plural(0, 'visit'))).toBe('0 visits')
  })
  it('shows an undefined rate as a dash, never as zero', () => {
    expect(percent(null)).toBe('–')
    expect(percent(Number.NaN)).toBe('–')
    expect(plain(percent(0))).toBe('0.0 %')
    expect(plain(percent(21.6667))).toBe('21.7 %')
  })
  it('signs points with a real minus and never says −0.0', () => {
    expect(plain(points(-56.83))).toBe('−56.8 pts')
    expect(plain(points(18.4))).toBe('+18.4 pts')
    expect(points(-0.04, false)).toBe('±0.0')
  })
  it('gives a duration in its two largest units', () => {
    expect(plain(duration(4.26))).toBe('4.3 s')
    expect(plain(duration(134))).toBe('2 min 14 s')
    expect(plain(duration(3_600))).toBe('1 h')
    expect(plain(duration(3_605))).toBe('1 h')
    expect(plain(duration(90_061))).toBe('1 d 1 h')
    expect(duration(null)).toBe('–')
  })
  it('says sizes', () => {
    const sizes = [0, 999, 2_340, 1_500_000, 12_340_000_000]
    expect(sizes.map(size => plain(bytes(size)))).toEqual(['0 bytes', '999 bytes', '2.3 kB', '1.5 MB', '12.3 GB'])
  })
})
