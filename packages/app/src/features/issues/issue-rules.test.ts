import { describe, expect, it } from 'vitest'
import { chartPeriod, onwardsFirst } from './issue-rules.ts'
import { readIssueSearch } from './issue-search.ts'

describe('chartPeriod', () => {
  const now = Date.parse('2026-11-20T12:20:00Z')
  it('ends at the next full hour for a fresh issue', () => {
    expect(chartPeriod('2026-11-20T09:40:00Z', '24h', now)).toEqual({
      from: '2026-11-19T13:00:00.000Z',
      to: '2026-11-20T13:00:00.000Z',
    })
  })
  it('keeps the detection of an old issue in the middle', () => {
    const period = chartPeriod('2026-10-01T12:00:00Z', '7d', now)
    expect(period).toEqual({ from: '2026-09-28T00:00:00.000Z', to: '2026-10-05T00:00:00.000Z' })
  })
})

describe('onwardsFirst', () => {
  it('offers the way onwards before the way back, and a false alarm last', () => {
    expect(onwardsFirst('diagnosed', ['open', 'fixing', 'fixed', 'closed', 'false_alarm'])).toEqual([
      'fixing',
      'fixed',
      'closed',
      'open',
      'false_alarm',
    ])
    expect(onwardsFirst('verified', ['open', 'closed'])).toEqual(['closed', 'open'])
    expect(onwardsFirst('closed', ['open'])).toEqual(['open'])
  })
})

describe('readIssueSearch', () => {
  it('keeps what it knows and drops what it does not', () => {
    expect(readIssueSearch({ severity: 'critical', status: 'nonsense', i: 'x', show: 'all', evil: 1 })).toEqual({
      severity: 'critical',
      i: 'x',
      show: 'all',
    })
  })
})
