import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { Page } from '../../ui/page.tsx'
import { type DashboardSearch, daysOf, isFiltered, readDashboardSearch } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { DayPicker } from './day-picker.tsx'
import { daysText } from './days.ts'
import { useEssayFilters } from './essay-filters.tsx'

const route = getRouteApi('/shell/dashboards')

/** The filters that every dashboard has from the address. */
export const useDashboardSearch = (): DashboardSearch => route.useSearch()

/** Time at least between two refetches of a dashboard that changes while it is looked at, in ms. */
export const pace = { pace: 2_000 }

/** What every dashboard's answer begins with. */
interface Head {
  period: { from: string; to: string }
  previousPeriod: { from: string; to: string }
  timezone: string
}

export interface DashboardProps<T extends Head> {
  title: string
  path:
    | '/dashboards/overview'
    | '/dashboards/revenue'
    | '/dashboards/customers'
    | '/dashboards/quality'
    | '/dashboards/operations'
    | '/dashboards/support'
    | '/dashboards/usage'
  query: UseQueryResult<T, unknown>
  /** What it counts: essay items have filters besides the days. */
  of: 'essays' | 'conversations' | 'events'
  isEmpty: (data: T) => boolean
  children: (data: T) => ReactNode
}

/** The frame of all dashboards: the days and filters that the address holds, then figures and charts, or what to do. */
export function Dashboard<T extends Head>({ title, path, query, of, isEmpty, children }: DashboardProps<T>) {
  const search = useDashboardSearch()
  const navigate = useNavigate()
  const set = (changes: Record<string, string | undefined>) =>
    void navigate({ to: path, search: readDashboardSearch({ ...search, ...changes }) })
  return (
    <Page title={title} crumb={crumbOf(query)}>
      <div className={styles.tools}>
        <DayPicker search={search} onChange={days => set({ p: undefined, from: undefined, to: undefined, ...days })} />
        {of === 'essays' && <EssayFilterBar search={search} onChange={(key, value) => set({ [key]: value })} />}
      </div>
      <Async
        query={query}
        skeleton={<Waiting />}
        isEmpty={isEmpty}
        empty={
          <Card>
            <Nothing path={path} of={of} search={search} />
          </Card>
        }
      >
        {data => (
          <div className={styles.stack} aria-busy={query.isPlaceholderData || undefined}>
            {children(data)}
          </div>
        )}
      </Async>
    </Page>
  )
}

function crumbOf<T extends Head>({ data, isPlaceholderData }: UseQueryResult<T, unknown>): string | undefined {
  if (!data) return undefined
  if (isPlaceholderData) return 'Updating…'
  const zone = data.timezone.replaceAll('_', ' ')
  return `${daysText(data.period)}, against ${daysText(data.previousPeriod)} · ${zone}`
}

interface EssayFilterBarProps {
  search: DashboardSearch
  onChange: (key: string, value: string | undefined) => void
}

function EssayFilterBar({ search, onChange }: EssayFilterBarProps) {
  return <FilterBar values={search} onChange={onChange} filters={useEssayFilters(search)} />
}

function Waiting() {
  return (
    <div className={styles.stack}>
      <Card>
        <Rows count={2} height={28} />
      </Card>
      <Card>
        <Rows count={8} height={20} />
      </Card>
    </div>
  )
}

const words = {
  essays: {
    title: 'No essay items on these days',
    text: 'Bring them in from a CSV or JSON file, or choose other days.',
  },
  conversations: {
    title: 'No conversations on these days',
    text: 'They come from the chat widget, the portal and WhatsApp. Choose other days, or look into the inbox.',
  },
  events: {
    title: 'No events on these days',
    text: 'They come from the tracker on your site. Choose other days, or see on Home how to install it.',
  },
} as const

function Nothing({ path, of, search }: Pick<DashboardProps<Head>, 'path' | 'of'> & { search: DashboardSearch }) {
  if (isFiltered(search) && of === 'essays') {
    return (
      <Empty
        title="No items fit these filters"
        action={
          <Button renderRoot={props => <Link to={path} search={daysOf(search)} {...props} />}>Clear the filters</Button>
        }
      >
        Take one off, or choose other days.
      </Empty>
    )
  }
  return (
    <Empty
      title={words[of].title}
      action={
        <>
          {of === 'essays' && (
            <Button
              variant="filled"
              renderRoot={props => <Link to="/essays/items" search={{ import: 'yes' }} {...props} />}
            >
              Import items
            </Button>
          )}
          {of === 'conversations' && <Button renderRoot={props => <Link to="/support" {...props} />}>Inbox</Button>}
          {of === 'events' && <Button renderRoot={props => <Link to="/" {...props} />}>Home</Button>}
          {search.p !== 'ytd' && (
            <Button renderRoot={props => <Link to={path} search={{ p: 'ytd' }} {...props} />}>Show this year</Button>
          )}
        </>
      }
    >
      {words[of].text}
    </Empty>
  )
}
