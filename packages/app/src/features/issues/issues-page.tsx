import { Button, SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May, useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { ColumnChoice } from '../../ui/columns.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { Panel, WithPanel } from '../../ui/with-panel.tsx'
import { IssueBoard } from './issue-board.tsx'
import { issueColumns } from './issue-columns.tsx'
import { IssueDetail } from './issue-detail.tsx'
import { IssueFilters } from './issue-filters.tsx'
import { type IssueSearch, readIssueSearch } from './issue-search.ts'
import { IssueList, IssueTable } from './issues-list.tsx'
import styles from './issues-page.module.css'

const route = getRouteApi('/shell/issues')

/** Issues: a list for triage, a table to compare, a board to see where they stand. */
export function IssuesPage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/issues' })
  const detail = useRef<HTMLElement>(null)
  const mayWrite = useMay('write')
  const [deciding, setDeciding] = useState(false)
  const counts = useLiveQuery(trpc.workspace.counts.queryOptions({})).data

  useListKeys(search.i, i => void navigate({ search: before => ({ ...before, i }), replace: true }), detail)
  const close = () => void navigate({ search: ({ i: _, ...rest }) => rest })
  useHotkeys([
    ['s', () => search.i && mayWrite && setDeciding(true)],
    ['Escape', () => search.view && search.i && close()],
  ])

  const filters = (
    <div className={styles.filters}>
      <Views search={search} />
      <IssueFilters search={search} openCount={counts?.openIssues} />
      {search.view === 'table' && (
        <>
          <span className="grow" />
          <ColumnChoice name="issues" columns={issueColumns} />
        </>
      )}
    </div>
  )
  const chosen = search.i && (
    <IssueDetail
      key={search.i}
      id={search.i}
      span={search.span ?? '24h'}
      by={search.by ?? 'device'}
      deciding={deciding}
      setDeciding={setDeciding}
    />
  )
  return (
    <Page title="Issues" crumb={counts && `Open · ${count(counts.openIssues)}`} actions={mayWrite && <ScanNow />} bare>
      {search.view ? (
        <WithPanel
          label="Issues"
          wide
          filters={filters}
          list={search.view === 'board' ? <IssueBoard search={search} /> : <IssueTable search={search} />}
          panel={
            chosen ? (
              <Panel title="Issue" onClose={close} flush>
                {chosen}
              </Panel>
            ) : null
          }
          panelRef={detail}
        />
      ) : (
        <Split
          listLabel="Issues in the list"
          chosen={search.i !== undefined}
          onBack={close}
          detailRef={detail}
          filters={filters}
          list={<IssueList search={search} />}
          detail={chosen ?? (counts && counts.openIssues > 0 ? <Keys /> : null)}
        />
      )}
    </Page>
  )
}

function Views({ search }: { search: IssueSearch }) {
  const navigate = useNavigate({ from: '/issues' })
  return (
    <SegmentedControl
      aria-label="View"
      value={search.view ?? 'list'}
      onChange={view => void navigate({ search: before => readIssueSearch({ ...before, view }) })}
      data={[
        { value: 'list', label: 'List' },
        { value: 'table', label: 'Table' },
        { value: 'board', label: 'Board' },
      ]}
    />
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

function Keys() {
  return (
    <Empty title="Choose an issue">
      <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the list, <kbd className="key">Enter</kbd> goes
      to the detail
      <May right="write">
        , <kbd className="key">A</kbd> takes the issue on, <kbd className="key">S</kbd> sets the status,{' '}
        <kbd className="key">T</kbd> makes a ticket
      </May>
      .
    </Empty>
  )
}
