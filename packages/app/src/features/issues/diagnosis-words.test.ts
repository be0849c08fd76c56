import { describe, expect, it } from 'vitest'
import { cost, footnotes, runInWords } from './diagnosis-words.ts'

describe('a diagnosis in words', () => {
  it('says costs from a fraction of a cent on', () => {
    expect([0, 42, 3_600, 120_000, 2_345_678].map(cost)).toEqual(['$0', '$0.000042', '$0.0036', '$0.12', '$2.35'])
  })
  it('says who made it, and leaves out a price that nobody knows', () => {
    const run = { source: 'model' as const, model: 'gpt-4.1', milliseconds: 2_100, costMicros: 4_000 }
    expect(runInWords(run)).toBe('gpt-4.1 · 2.1\u00a0s · $0.004')
    expect(runInWords({ ...run, costMicros: null })).toBe('gpt-4.1 · 2.1\u00a0s')
    expect(runInWords({ ...run, source: 'evidence', model: null })).toBe('From the evidence alone')
  })
  it('numbers what is cited in the order of the claims', () => {
    const facts = ['e1', 'e2', 'e3'].map(id => ({ id }))
    const claims = [{ evidence: ['e3', 'e1'] }, { evidence: ['e1', 'e9'] }]
    expect(footnotes(claims, facts)).toEqual([{ id: 'e3' }, { id: 'e1' }])
  })
})
