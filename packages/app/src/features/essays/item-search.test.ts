import { describe, expect, it } from 'vitest'
import { isNarrowed, itemsBehind, readItemSearch, toItemInput } from './item-search.ts'

describe('the address of the items', () => {
  it('holds the filters of the dashboards and its own', () => {
    const search = readItemSearch({ p: '7d', status: 'completed', time: 'late', sort: 'revenue', order: 'asc', x: 1 })
    expect(search).toEqual({ p: '7d', status: 'completed', time: 'late', sort: 'revenue', order: 'asc' })
    expect(toItemInput(search)).toEqual({
      filters: { preset: '7d', status: 'completed' },
      late: true,
      sort: 'revenue',
      direction: 'asc',
    })
  })
  it('asks for those without a value by null', () => {
    expect(toItemInput({ student: 'Unknown', location: 'Unknown', satisfaction: 'none' })).toEqual({
      filters: { preset: '30d' },
      studentId: null,
      location: null,
      satisfaction: null,
    })
  })
  it('knows whether anything but the days narrows it', () => {
    expect(isNarrowed({ p: '7d', sort: 'revenue', i: 'x' })).toBe(false)
    expect(isNarrowed({ q: 'x' })).toBe(true)
  })
  it('shows the rows of one day in place of the period', () => {
    expect(itemsBehind({ p: '7d', channel: 'Ads' }, { from: '2026-03-01', to: '2026-03-01' }).search).toEqual({
      channel: 'Ads',
      from: '2026-03-01',
      to: '2026-03-01',
    })
    expect(itemsBehind({ p: '7d' }, { channel: 'Ads' }).search).toEqual({ p: '7d', channel: 'Ads' })
  })
})
