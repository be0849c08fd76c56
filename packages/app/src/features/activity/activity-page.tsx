import { Button } from '@mantine/core'
import { useHotkeys, useMediaQuery } from '@mantine/hooks'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { type Inputs, useApi } from '../../data/api.ts'
import { byCursor, type Listing, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { useNow } from '../../ui/clock.tsx'
import { ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { NewRows } from '../../ui/new-rows.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { readAll, SaveButton } from '../../ui/table-card.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import { resolvePeriod } from '../../url/period.ts'
import styles from './activity.module.css'
import { ActivityFilters } from './activity-filters.tsx'
import type { ActivitySearch } from './activity-search.ts'
import { factColumns, shortColumns } from './fact-columns.tsx'
import { FactPanel } from './fact-panel.tsx'
import { useHeldRows } from './held-rows.ts'
import type { Fact } from './kinds.ts'

const route = getRouteApi('/shell/activity')

type Filters = Omit<Extract<Inputs['activity']['list'], object>, 'cursor' | 'limit'>

/** Ends of ready-made periods move on by steps of this length, in ms. */
const step = 300_000

function useFilters({ repository, actor, kind, p }: ActivitySearch): Filters {
  const now = useNow(step)
  const period = p ? resolvePeriod(p, now) : undefined
  return compact({ repositoryId: repository, actor, type: kind, from: period?.from, to: period?.to })
}

/** Everything that somebody did in a repository, newest first, or what fits a search best. */
export function ActivityPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/activity' })
  const panel = useRef<HTMLElement>(null)
  const filters = useFilters(search)
  const close = () => void navigate({ search: ({ i: _, ...rest }) => rest })
  useListKeys(search.i, i => void navigate({ search: before => ({ ...before, i }), replace: true }), panel)
  useHotkeys([['Escape', () => search.i && close()]])
  const table = { search, filters, onOpen: (i: string) => void navigate({ search: before => ({ ...before, i }) }) }
  const key = JSON.stringify(filters)
  return (
    <Page title="Activity" crumb={search.q ? 'Best fit first' : 'Newest first'} bare>
      <WithPanel
        label="Activity"
        filters={
          <>
            <ActivityFilters search={search} onChange={next => void navigate({ search: next })} />
            <span className="grow" />
            {!search.q && <Save filters={filters} />}
            <ColumnChoice name="activity" columns={factColumns} />
          </>
        }
        list={search.q ? <Found {...table} query={search.q} /> : <Newest key={key} {...table} />}
        panel={search.i ? <FactPanel id={search.i} onClose={close} /> : null}
        panelRef={panel}
      />
    </Page>
  )
}

function Save({ filters }: { filters: Filters }) {
  const { client } = useApi()
  return (
    <SaveButton
      title="Activity"
      columns={factColumns}
      read={() => readAll(cursor => client.activity.list.query({ ...filters, limit: 200, cursor }))}
    />
  )
}

interface TableProps {
  search: ActivitySearch
  filters: Filters
  onOpen: (id: string) => void
}

function Newest({ search, filters, onOpen }: TableProps) {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.activity.list.infiniteQueryOptions({ ...filters, limit: 100 }, byCursor))
  return <FactTable list={list} search={search} onOpen={onOpen} label="Facts, newest first" />
}

function Found({ search, filters, query, onOpen }: TableProps & { query: string }) {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.activity.search.infiniteQueryOptions({ ...filters, query, limit: 100 }, byCursor))
  return <FactTable list={list} search={search} onOpen={onOpen} label="Facts that fit, the best first" />
}

interface FactTableProps {
  list: Listing<Fact>
  search: ActivitySearch
  onOpen: (id: string) => void
  label: string
}

function FactTable({ list, search, onOpen, label }: FactTableProps) {
  const [scrolled, setScrolled] = useState(false)
  const [pointed, setPointed] = useState(false)
  const [released, setReleased] = useState(false)
  // The order under the reader's pointer does not jump.
  const held = useHeldRows(list.rows, (scrolled || pointed) && !released)
  const { i, ...narrowed } = search
  const isNarrow = useMediaQuery('(max-width: 900px)')
  return (
    <div
      className={styles.rows}
      onPointerEnter={event => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => {
        setPointed(false)
        setReleased(false)
      }}
    >
      {held.waiting > 0 && <NewRows onShow={() => setReleased(true)}>{held.waiting} new</NewRows>}
      <DataTable
        name="activity"
        label={label}
        columns={i || isNarrow ? shortColumns : factColumns}
        rowKey={fact => fact.id}
        {...list}
        rows={held.rows}
        fill
        onScroll={top => {
          setScrolled(top > 4)
          if (top <= 4) setReleased(false)
        }}
        onRowClick={fact => onOpen(fact.id)}
        isChosen={fact => fact.id === i}
        rowClass={fact => (held.fresh.has(fact.id) ? styles.fresh : undefined)}
        empty={Object.keys(narrowed).length > 0 ? <NothingFits search={search} /> : <NothingYet />}
      />
    </div>
  )
}

function NothingFits({ search: { q } }: { search: ActivitySearch }) {
  return (
    <NoMatch what="fact" to="/activity">
      {q
        ? 'Try other words, a number such as #41, a name from the code, or the beginning of a commit’s hash.'
        : 'The list keeps listening: a fact that fits appears here when it arrives.'}
    </NoMatch>
  )
}

function NothingYet() {
  return (
    <Empty
      title="No activity yet"
      action={<Button renderRoot={props => <Link to="/sync" {...props} />}>Connect GitHub</Button>}
    >
      Commits, pull requests, reviews, comments and releases appear here within a second of happening, once GitHub sends
      them.
    </Empty>
  )
}
