import { describe, expect, it } from 'vitest'
import { chanceInWords, expectedRange, pValue, verdict, zScore } from './statistics.ts'

describe('statistics in words', () => {
  it('keeps p readable at every size', () => {
    expect(pValue(0.2)).toBe('p = 0.20')
    expect(pValue(0.0132)).toBe('p = 0.013')
    expect(pValue(3e-5)).toBe('p < 10⁻⁴')
    expect(pValue(1e-40)).toBe('p < 10⁻⁹')
    expect(pValue(0)).toBe('p < 10⁻⁹')
    expect(pValue(null)).toBe('p –')
    expect(zScore(14.93)).toBe('z 14.9')
  })
  it('says how often chance would do it', () => {
    expect(chanceInWords(0.0132)).toBe('About 1 in 76')
    expect(chanceInWords(0.000123)).toBe('About 1 in 8,100')
    expect(chanceInWords(1e-12)).toBe('Less than 1 in a billion')
    expect(chanceInWords(null)).toBe('Cannot be tested yet')
  })
  it('believes only what is significant', () => {
    expect(verdict({ dropPoints: 20, p: 1e-6, significant: true }).tone).toBe('worse')
    expect(verdict({ dropPoints: -20, p: 1e-6, significant: true }).tone).toBe('better')
    expect(verdict({ dropPoints: 3, p: 0.4, significant: false }).tone).toBe('same')
    expect(verdict({ dropPoints: null, p: null, significant: false }).tone).toBe('unknown')
  })
  it('widens the expected range when there are few visits, and stays inside 0 to 100', () => {
    const many = expectedRange(78.5, 400)
    const few = expectedRange(78.5, 12)
    if (!many || !few) throw new Error('expected two ranges')
    expect(many[0]).toBeCloseTo(74.2, 1)
    expect(many[1]).toBeCloseTo(82.25, 1)
    expect(few[1] - few[0]).toBeGreaterThan(many[1] - many[0])
    expect(expectedRange(100, 3)?.[1]).toBe(100)
    expect(expectedRange(50, 0)).toBeNull()
    expect(expectedRange(null, 50)).toBeNull()
  })
})
