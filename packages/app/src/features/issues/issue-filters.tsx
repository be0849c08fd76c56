import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useShell } from '../../shell/shell-context.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { assignee, sought } from '../../ui/filters.ts'
import { compact } from '../../url/params.ts'
import { type IssueSearch, readIssueSearch, severities, severityNames, statuses, statusNames } from './issue-search.ts'

/** What the address says of whose issues, which, and how bad, as the server asks it. */
export function useIssueFilters(search: IssueSearch) {
  const me = useShell().session.person.id
  return compact({
    severity: search.severity,
    funnelId: search.funnel,
    assigneeId: search.of && (search.of === 'me' ? me : null),
    search: search.q,
  })
}

/** The filters of the issues page; the board shows every status by itself, so there it has no filter for them. */
export function IssueFilters({ search, openCount }: { search: IssueSearch; openCount: number | undefined }) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/issues' })
  const funnels = useLiveQuery(trpc.funnels.list.queryOptions({})).data?.items ?? []
  const onChange = (key: string, value: string | undefined) =>
    void navigate({ search: before => readIssueSearch({ ...before, [key]: value }) })
  return (
    <FilterBar
      values={{ ...search, show: search.show ?? 'open' }}
      onChange={(key, value) =>
        onChange(key, key === 'show' ? (value === 'all' || value === undefined ? 'all' : undefined) : value)
      }
      filters={[
        ...(search.view === 'board'
          ? []
          : [
              {
                key: 'show',
                label: 'Show',
                kind: 'choice' as const,
                required: true,
                options: [
                  { value: 'open', label: 'Open', ...(openCount !== undefined && { note: count(openCount) }) },
                  { value: 'all', label: 'All' },
                ],
              },
            ]),
        {
          key: 'severity',
          label: 'Severity',
          kind: 'choice',
          options: severityNames.map(value => ({ value, label: severities[value] })),
        },
        ...(search.view === 'board'
          ? []
          : [
              {
                key: 'status',
                label: 'Status',
                kind: 'choice' as const,
                options: statusNames.map(value => ({ value, label: statuses[value] })),
              },
            ]),
        {
          key: 'funnel',
          label: 'Funnel',
          kind: 'choice',
          options: funnels.map(funnel => ({ value: funnel.id, label: funnel.name })),
        },
        assignee,
        sought('Words of the title'),
      ]}
    />
  )
}
