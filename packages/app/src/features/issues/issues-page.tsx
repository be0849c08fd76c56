import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import { rowsOf, useLiveInfiniteQuery } from '../../live/use-live-infinite-query.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty, Failed, Rows } from '../../ui/async.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { compact } from '../../url/params.ts'
import { IssueDetail } from './issue-detail.tsx'
import { type IssueItem, IssueRow } from './issue-row.tsx'
import { neighbour } from './issue-rules.ts'
import { type IssueSearch, readIssueSearch, severities, severityNames, statuses, statusNames } from './issue-search.ts'

const route = getRouteApi('/shell/issues')

/** What the list asks the server for, from the address. Without a status, what is still open. */
function listInput(search: IssueSearch) {
  return compact({
    open: search.show === 'all' || search.status ? undefined : true,
    status: search.status,
    severity: search.severity,
    funnelId: search.funnel,
    search: search.q,
  })
}

/** Issues: triage on the left, evidence on the right. */
export function IssuesPage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/issues' })
  const detail = useRef<HTMLElement>(null)
  const [deciding, setDeciding] = useState(false)
  const list = useLiveInfiniteQuery(
    trpc.issues.list.infiniteQueryOptions(listInput(search), {
      getNextPageParam: page => page.nextCursor ?? undefined,
    }),
  )
  const rows = rowsOf(list.data)
  const counts = useLiveQuery(trpc.workspace.counts.queryOptions({})).data

  const choose = (id: string | undefined) => {
    if (!id) return
    void navigate({ search: before => ({ ...before, i: id }), replace: true })
    document.getElementById(`issue-${id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const ids = rows?.map(row => row.id) ?? []
  useHotkeys([
    ['j', () => choose(neighbour(ids, search.i, 1))],
    ['k', () => choose(neighbour(ids, search.i, -1))],
    ['Enter', () => detail.current?.focus(), { preventDefault: false }],
    ['s', () => search.i && setDeciding(true)],
  ])

  return (
    <Page title="Issues" crumb={counts && `Open · ${count(counts.openIssues)}`} actions={<ScanNow />} bare>
      <Split
        listLabel="Issues in the list"
        chosen={search.i !== undefined}
        onBack={() => void navigate({ search: ({ i: _, ...rest }) => rest })}
        detailRef={detail}
        filters={<IssueFilters search={search} openCount={counts?.openIssues} />}
        list={
          <IssueList
            rows={rows}
            error={list.error}
            chosen={search.i}
            filtered={Object.keys(listInput(search)).some(key => key !== 'open')}
            onRetry={() => void list.refetch()}
            onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
            loadingMore={list.isFetchingNextPage}
          />
        }
        detail={
          search.i ? (
            <IssueDetail
              key={search.i}
              id={search.i}
              span={search.span ?? '24h'}
              by={search.by ?? 'device'}
              deciding={deciding}
              setDeciding={setDeciding}
            />
          ) : (
            rows && rows.length > 0 && <Keys />
          )
        }
      />
    </Page>
  )
}

function ScanNow() {
  const { trpc } = useApi()
  const scan = useMutation(
    trpc.issues.detect.mutationOptions({
      onSuccess: ({ opened, updated, recovered }) => {
        const parts = [
          opened > 0 && `${plural(opened, 'new issue')}`,
          updated > 0 && `${updated} updated`,
          recovered > 0 && `${recovered} recovered`,
        ].filter(Boolean)
        tell(parts.length > 0 ? `Scan done: ${parts.join(', ')}.` : 'Scan done: no step fell below its usual rate.')
      },
      onError: tellFailure,
    }),
  )
  return (
    <Button onClick={() => scan.mutate({})} loading={scan.isPending}>
      Scan now
    </Button>
  )
}

function IssueFilters({ search, openCount }: { search: IssueSearch; openCount: number | undefined }) {
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
        {
          key: 'show',
          label: 'Show',
          kind: 'choice',
          required: true,
          options: [
            { value: 'open', label: 'Open', ...(openCount !== undefined && { note: count(openCount) }) },
            { value: 'all', label: 'All' },
          ],
        },
        {
          key: 'severity',
          label: 'Severity',
          kind: 'choice',
          options: severityNames.map(value => ({ value, label: severities[value] })),
        },
        {
          key: 'status',
          label: 'Status',
          kind: 'choice',
          options: statusNames.map(value => ({ value, label: statuses[value] })),
        },
        {
          key: 'funnel',
          label: 'Funnel',
          kind: 'choice',
          options: funnels.map(funnel => ({ value: funnel.id, label: funnel.name })),
        },
        { key: 'q', label: 'Search', kind: 'text', placeholder: 'Words of the title' },
      ]}
    />
  )
}

interface IssueListProps {
  rows: IssueItem[] | undefined
  error: unknown
  chosen: string | undefined
  filtered: boolean
  onRetry: () => void
  onMore: (() => void) | undefined
  loadingMore: boolean
}

function IssueList({ rows, error, chosen, filtered, onRetry, onMore, loadingMore }: IssueListProps) {
  if (!rows) return error ? <Failed error={error} onRetry={onRetry} /> : <Rows count={10} gap={18} />
  if (rows.length === 0) {
    return filtered ? (
      <Empty
        title="No issue fits these filters"
        action={<Button renderRoot={props => <Link to="/issues" {...props} />}>Clear the filters</Button>}
      >
        Take one off, or look at all of them.
      </Empty>
    ) : (
      <Empty
        title="No open issues"
        action={<Button renderRoot={props => <Link to="/funnels" {...props} />}>See the funnels</Button>}
      >
        Every funnel is scanned each minute. An issue opens by itself when a step falls more than 12 points below its
        usual rate, with at least 100 visits to say so.
      </Empty>
    )
  }
  return (
    <>
      {rows.map(issue => (
        <IssueRow key={issue.id} issue={issue} chosen={issue.id === chosen} />
      ))}
      {onMore && (
        <Button m={12} onClick={onMore} loading={loadingMore}>
          Load more
        </Button>
      )}
    </>
  )
}

function Keys() {
  return (
    <Empty title="Choose an issue">
      <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the list, <kbd className="key">Enter</kbd> goes
      to the detail, <kbd className="key">S</kbd> sets the status, <kbd className="key">T</kbd> makes a ticket.
    </Empty>
  )
}
