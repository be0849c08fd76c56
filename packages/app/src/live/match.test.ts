import { describe, expect, it } from 'vitest'
import { isTouched, procedureOf, touchedTables } from './match.ts'

const reads = { 'issues.list': ['issues', 'funnels'], 'events.list': ['events'] }

describe('live matching', () => {
  it('hears only its own workspace', () => {
    expect([...touchedTables(['w1:issues', 'w2:events', 'w1:funnels:f9', 'nonsense', ''], 'w1')]).toEqual([
      'issues',
      'funnels',
    ])
  })
  it('hears everything until the workspace is known', () => {
    expect([...touchedTables(['w1:issues', 'w2:events'], null)]).toEqual(['issues', 'events'])
  })
  it('reads the procedure from a tRPC key and from nothing else', () => {
    expect(procedureOf([['issues', 'list'], { type: 'query' }])).toBe('issues.list')
    expect(procedureOf(['theme'])).toBeNull()
    expect(procedureOf([])).toBeNull()
  })
  it('touches a query exactly when it reads a changed table', () => {
    const key = [['issues', 'list'], { input: {} }]
    expect(isTouched(key, new Set(['funnels']), reads)).toBe(true)
    expect(isTouched(key, new Set(['events']), reads)).toBe(false)
    expect(isTouched([['people', 'list']], new Set(['people']), reads)).toBe(false)
  })
})
