import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import type { Filter } from '../../ui/filter-bar.tsx'
import {
  customerTypeNames,
  customerTypes,
  type DashboardSearch,
  daysOf,
  draftName,
  draftNames,
  statuses,
  statusNames,
  toFilters,
  turnaroundNames,
  turnarounds,
} from './dashboard-search.ts'

/** The chosen value stays among the choices, also on days on which nothing has it. */
function among<Value extends string>(found: readonly Value[] | undefined, chosen: Value | undefined): readonly Value[] {
  const values = found ?? []
  return chosen === undefined || values.includes(chosen) ? values : [chosen, ...values]
}

/** The filters of essay items besides the days: what there is to choose from on these days. */
export function useEssayFilters(search: DashboardSearch): Filter[] {
  const { trpc } = useApi()
  const options = useLiveQuery(trpc.dashboards.filterOptions.queryOptions({ filters: toFilters(daysOf(search)) }), {
    pace: 30_000,
  }).data
  const named = <Value extends string>(values: readonly Value[], names: Readonly<Record<Value, string>>) =>
    values.map(value => ({ value, label: names[value] }))
  return [
    {
      key: 'turnaround',
      label: 'Turnaround',
      kind: 'choice',
      options: named(among(options?.turnarounds ?? turnaroundNames, search.turnaround), turnarounds),
    },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      options: named(among(options?.statuses ?? statusNames, search.status), statuses),
    },
    {
      key: 'channel',
      label: 'Channel',
      kind: 'choice',
      options: among(options?.channels, search.channel).map(value => ({ value, label: value })),
    },
    {
      key: 'draft',
      label: 'Draft',
      kind: 'choice',
      options: among(options?.drafts ?? draftNames, search.draft).map(value => ({ value, label: draftName(value) })),
    },
    {
      key: 'customers',
      label: 'Customers',
      kind: 'choice',
      options: named(among(options?.customerTypes ?? customerTypeNames, search.customers), customerTypes),
    },
  ]
}
