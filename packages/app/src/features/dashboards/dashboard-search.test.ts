import { describe, expect, it } from 'vitest'
import { daysOf, isFiltered, readDashboardSearch, readDay, toFilters } from './dashboard-search.ts'

describe('the address of a dashboard', () => {
  it('reads what is there and leaves out what is not understood', () => {
    expect(
      readDashboardSearch({ p: '90d', turnaround: 'express', status: 'lost', draft: 2, channel: ' Ads ' }),
    ).toEqual({
      p: '90d',
      turnaround: 'express',
      channel: 'Ads',
      draft: '2',
    })
    expect(readDashboardSearch({ p: '24h', draft: '6', customers: 'Multi' })).toEqual({})
  })
  it('takes two days in order, in place of a ready-made period', () => {
    const days = { from: '2026-03-01', to: '2026-03-31' }
    expect(readDashboardSearch({ p: '7d', ...days })).toEqual(days)
    expect(readDashboardSearch({ from: '2026-04-01', to: '2026-03-31' })).toEqual({})
    expect(readDashboardSearch({ from: '2026-04-01' })).toEqual({})
    expect(readDashboardSearch({ from: '1900-01-01', to: '2026-03-31' })).toEqual({})
    expect(readDay('2026-02-30')).toBeUndefined()
  })
  it('says it in the words of the server', () => {
    expect(toFilters({})).toEqual({ preset: '30d' })
    expect(toFilters({ from: '2026-03-01', to: '2026-03-02', customers: 'multi', draft: '5+' })).toEqual({
      from: '2026-03-01',
      to: '2026-03-02',
      customerType: 'multi',
      draft: '5+',
    })
  })
  it('tells days from other filters', () => {
    expect(isFiltered({ p: '7d' })).toBe(false)
    expect(isFiltered({ p: '7d', channel: 'Unknown' })).toBe(true)
    expect(daysOf({ p: '7d', channel: 'Unknown' })).toEqual({ p: '7d' })
  })
})
