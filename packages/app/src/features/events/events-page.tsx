import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { count } from '../../format/number.ts'
import { May } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { NewRows } from '../../ui/new-rows.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { compact } from '../../url/params.ts'
import { columnsBesidePanel, eventColumns } from './event-columns.tsx'
import { EventPanel } from './event-panel.tsx'
import { type EventSearch, readEventSearch } from './event-search.ts'
import styles from './events-page.module.css'
import { RefusedStrip } from './refused-strip.tsx'
import { waitingLabel } from './tail.ts'
import { useKnownNames } from './use-known-names.ts'
import { useTail } from './use-tail.ts'

const route = getRouteApi('/shell/events')

/** The live tail: every event as it arrives, and the visit that it belongs to. */
export function EventsPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/events' })
  const [paused, setPaused] = useState(false)
  const close = () => void navigate({ search: ({ event: _event, of: _of, ...rest }) => rest })
  useHotkeys([
    ['p', () => setPaused(before => !before)],
    ['Escape', () => search.event && close()],
  ])
  const filters = compact({
    name: search.name,
    step: search.step,
    visitId: search.visit,
    search: search.q,
  })
  const pause = (
    <Button
      onClick={() => setPaused(!paused)}
      leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
      aria-pressed={paused}
    >
      {paused ? 'Follow' : 'Pause'}
    </Button>
  )
  return (
    <Page title="Events" crumb={paused ? 'Paused' : 'Newest first'} actions={pause} bare>
      <div className={styles.layout} data-panel={search.event !== undefined}>
        <section className={styles.list} aria-label="Events as they arrive">
          <May right="admin">
            <RefusedStrip />
          </May>
          <EventFilters search={search} />
          <TailTable key={JSON.stringify(filters)} filters={filters} paused={paused} chosen={search.event} />
        </section>
        {search.event && (
          <aside className={styles.panel} aria-label="The chosen event">
            <EventPanel id={search.event} visitId={search.of} onClose={close} />
          </aside>
        )}
      </div>
    </Page>
  )
}

function EventFilters({ search }: { search: EventSearch }) {
  const navigate = useNavigate({ from: '/events' })
  const { names, steps } = useKnownNames()
  return (
    <div className={styles.filters}>
      <FilterBar
        values={search}
        onChange={(key, value) => void navigate({ search: before => readEventSearch({ ...before, [key]: value }) })}
        filters={[
          {
            key: 'name',
            label: 'Name',
            kind: 'choice',
            options: names.map(each => ({ value: each.name, label: each.name, note: count(each.events) })),
          },
          {
            key: 'step',
            label: 'Step',
            kind: 'choice',
            options: steps.map(each => ({ value: each.step, label: each.step, note: count(each.events) })),
          },
          { key: 'visit', label: 'Visit', kind: 'text', placeholder: 'Id of a visit' },
          { key: 'q', label: 'Search', kind: 'text', placeholder: 'Beginning of a name, or a whole id' },
        ]}
      />
      <span className="grow" />
      <ColumnChoice name="events" columns={eventColumns} />
    </div>
  )
}

interface TailTableProps {
  filters: Parameters<typeof useTail>[0]
  paused: boolean
  chosen: string | undefined
}

function TailTable({ filters, paused, chosen }: TailTableProps) {
  const navigate = useNavigate({ from: '/events' })
  const [scrolled, setScrolled] = useState(false)
  const [pointed, setPointed] = useState(false)
  // The order under the reader's pointer does not jump.
  const { tail, error, retry, loadOlder, older, release } = useTail(filters, paused || scrolled || pointed)
  const filtered = Object.keys(filters).length > 0
  return (
    <div
      className={styles.rows}
      onPointerEnter={event => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
    >
      {tail.waiting.length > 0 && <NewRows onShow={release}>{waitingLabel(tail)}</NewRows>}
      <DataTable
        name="events"
        label="Events, newest first"
        columns={chosen ? columnsBesidePanel : eventColumns}
        rows={tail.rows ?? undefined}
        rowKey={row => row.id}
        error={error}
        onRetry={retry}
        fill
        onScroll={top => setScrolled(top > 4)}
        onRowClick={row => void navigate({ search: before => ({ ...before, event: row.id, of: row.visitId }) })}
        isChosen={row => row.id === chosen}
        rowClass={row => (tail.fresh.has(row.id) ? styles.fresh : undefined)}
        onMore={tail.nextCursor ? () => void loadOlder() : undefined}
        loadingMore={older.loading}
        empty={filtered ? <NothingFits /> : <NothingYet />}
      />
    </div>
  )
}

function NothingFits() {
  return (
    <NoMatch what="event" to="/events">
      The tail keeps listening: an event that fits appears here when it arrives.
    </NoMatch>
  )
}

function NothingYet() {
  return (
    <Empty
      title="No events yet"
      action={<Button renderRoot={props => <Link to="/" {...props} />}>Install the tracker</Button>}
    >
      Put the tracker on a page. Its events appear here within a second, without reloading.
    </Empty>
  )
}
