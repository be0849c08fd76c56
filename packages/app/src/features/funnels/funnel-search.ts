import { compact, oneOf, type RawSearch } from '../../url/params.ts'
import { readPeriod } from '../../url/period.ts'

/** What a funnel can be broken down by. */
export const breakdowns = { device: 'Device', country: 'Country', appVersion: 'App version' } as const
export type Breakdown = keyof typeof breakdowns
export const breakdownNames: readonly Breakdown[] = ['device', 'country', 'appVersion']

/** The search parameters of a funnel: period `p`, `by` a breakdown, or `tab=compare` against `base` (default: the period before). */
export function readFunnelSearch(search: RawSearch) {
  return compact({
    p: readPeriod(search, 'p'),
    base: readPeriod(search, 'base'),
    by: oneOf(search.by, breakdownNames),
    tab: oneOf(search.tab, ['compare']),
  })
}

export type FunnelSearch = ReturnType<typeof readFunnelSearch>
