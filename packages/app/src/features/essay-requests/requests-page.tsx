import { Button, SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { May } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { Empty } from '../../ui/async.tsx'
import { ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { Panel, WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import { requestColumns } from './request-columns.tsx'
import { RequestDetail } from './request-detail.tsx'
import { RequestFilters } from './request-filters.tsx'
import { RequestRow } from './request-row.tsx'
import { type RequestSearch, readRequestSearch, withChosen } from './request-search.ts'
import { RequestStats } from './request-stats.tsx'
import styles from './requests.module.css'

const route = getRouteApi('/shell/essay-requests')

/** Essays that are to be edited: what there is, and the one at hand. */
export function RequestsPage() {
  const search = route.useSearch()
  const { i, view } = search
  const navigate = useNavigate({ from: '/essay-requests' })
  const detail = useRef<HTMLElement>(null)
  const { list, filtered } = useRequests(search)
  const choose = (id: string | undefined, replace = false) =>
    void navigate({ search: before => withChosen(before, id), replace })
  useListKeys(i, id => choose(id, true), detail)
  useHotkeys([['Escape', () => view && i && choose(undefined)]])
  const filters = (
    <div className={styles.filters}>
      <Views search={search} />
      <RequestFilters search={search} />
      {view && (
        <>
          <span className="grow" />
          <ColumnChoice name="essay-requests" columns={requestColumns} />
        </>
      )}
    </div>
  )
  const chosen = i && <RequestDetail key={i} id={i} tab={search.tab ?? 'text'} />
  return (
    <Page title="Essay requests" actions={<Actions />} bare>
      <div className={styles.page} data-chosen={i !== undefined}>
        <div className={styles.stats}>
          <RequestStats />
        </div>
        {view ? (
          <WithPanel
            label="Essay requests"
            wide
            filters={filters}
            list={
              <DataTable
                name="essay-requests"
                label="Essay requests"
                columns={requestColumns}
                {...list}
                rowKey={request => request.id}
                fill
                onRowClick={request => choose(request.id)}
                isChosen={request => request.id === i}
                empty={<Nothing filtered={filtered} />}
              />
            }
            panel={
              chosen ? (
                <Panel title="Request" onClose={() => choose(undefined)} flush>
                  {chosen}
                </Panel>
              ) : null
            }
            panelRef={detail}
          />
        ) : (
          <Split
            listLabel="Essay requests"
            chosen={i !== undefined}
            onBack={() => choose(undefined)}
            detailRef={detail}
            filters={filters}
            list={
              <ListPane list={list} empty={<Nothing filtered={filtered} />}>
                {rows => rows.map(each => <RequestRow key={each.id} request={each} chosen={each.id === i} />)}
              </ListPane>
            }
            detail={chosen || (list.rows && list.rows.length > 0 && <Keys />)}
          />
        )}
      </div>
    </Page>
  )
}

const groups = { open: 'current', done: 'previous' } as const

/** The requests that fit, and whether that is a choice of the reader's. */
function useRequests(search: RequestSearch) {
  const { trpc } = useApi()
  const me = useShell().session.person.id
  const { show = 'open', status, of, late, sort, turnaround, q } = search
  const chosen = compact({
    status,
    turnaround,
    assigneeId: of && (of === 'me' ? me : null),
    overdue: late && true,
    search: q,
  })
  const group = show === 'all' || status ? undefined : groups[show]
  const list = useLiveRows(
    trpc.essayRequests.list.infiniteQueryOptions({ ...chosen, ...compact({ group, sort }) }, byCursor),
  )
  return { list, filtered: Object.keys(chosen).length > 0 || show !== 'open' }
}

function Views({ search }: { search: RequestSearch }) {
  const navigate = useNavigate({ from: '/essay-requests' })
  return (
    <SegmentedControl
      aria-label="View"
      value={search.view ?? 'list'}
      onChange={view => void navigate({ search: before => readRequestSearch({ ...before, view }) })}
      data={[
        { value: 'list', label: 'List' },
        { value: 'table', label: 'Table' },
      ]}
    />
  )
}

const Actions = () => (
  <>
    <Button variant="subtle" visibleFrom="sm" renderRoot={props => <Link to="/settings/essays" {...props} />}>
      Rates
    </Button>
    <NewRequest />
  </>
)

const NewRequest = () => (
  <May right="write">
    <Button variant="filled" renderRoot={props => <Link to="/essay-requests/new" {...props} />}>
      New request
    </Button>
  </May>
)

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <NoMatch what="request" to="/essay-requests" />
  ) : (
    <Empty title="Nothing to edit" action={<NewRequest />}>
      What customers order in the portal appears here, with its price and due time. A request can also be entered by
      hand.
    </Empty>
  )
}

function Keys() {
  return (
    <Empty title="Choose a request">
      <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the list, <kbd className="key">Enter</kbd> goes
      to the detail
      <May right="write">
        , <kbd className="key">A</kbd> takes the request on, <kbd className="key">E</kbd> goes to the text,{' '}
        <kbd className="key">F</kbd> finishes it
      </May>
      .
    </Empty>
  )
}
