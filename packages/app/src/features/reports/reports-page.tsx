import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf } from '../../ui/filters.ts'
import { ListPane } from '../../ui/list-pane.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { neighbour } from '../../ui/use-list-keys.ts'
import { GenerateDialog } from './generate-dialog.tsx'
import { kindNames, kinds, type ReportRow } from './report.ts'
import { ReportCard } from './report-card.tsx'
import { type ReportsSearch, readReportsSearch, toListInput } from './report-search.ts'
import styles from './reports.module.css'
import { byLastDay } from './span.ts'
import { useSubjects } from './use-subjects.ts'

const route = getRouteApi('/shell/reports')

/** Reports by the day on which their time ends, latest first. */
export function ReportsPage() {
  const search = route.useSearch()
  const { trpc } = useApi()
  const [asking, setAsking] = useState(false)
  const input = toListInput(search)
  const list = useLiveRows(trpc.reports.list.infiniteQueryOptions(input, byCursor))
  const mayWrite = useMay('write')
  const ask = () => mayWrite && setAsking(true)
  useCardKeys(ask)
  const generate = mayWrite && (
    <Button variant="filled" onClick={ask}>
      Write a report
    </Button>
  )
  return (
    <Page title="Reports" actions={generate}>
      <div className={styles.filters}>
        <Filters search={search} />
        <span className="grow" />
        <Link to="/reports/schedules" className="link">
          Schedules and teams
        </Link>
      </div>
      <ListPane
        list={list}
        empty={
          Object.keys(input).length > 0 ? (
            <NoMatch what="report" to="/reports" />
          ) : (
            <Empty title="No report yet" action={generate}>
              A report tells what was done in a day or a week, each claim with the commit, review or pull request that
              bears it out. By a{' '}
              <Link to="/reports/schedules" className="link">
                schedule
              </Link>{' '}
              they are written by themselves.
            </Empty>
          )
        }
      >
        {rows => <Days rows={rows} />}
      </ListPane>
      <GenerateDialog opened={asking} onClose={() => setAsking(false)} />
    </Page>
  )
}

function Filters({ search }: { search: ReportsSearch }) {
  const navigate = useNavigate({ from: '/reports' })
  const { people, teams } = useSubjects()
  return (
    <FilterBar
      values={search}
      onChange={(key, value) => void navigate({ search: before => readReportsSearch({ ...before, [key]: value }) })}
      filters={[
        choice('kind', 'Kind', optionsOf(kindNames, kinds)),
        choice('of', 'About', [{ value: 'everyone', label: 'Everyone' }, ...teams, ...people]),
      ]}
    />
  )
}

function Days({ rows }: { rows: readonly ReportRow[] }) {
  return (
    <div className={styles.days}>
      {byLastDay(rows, Date.now()).map(({ label, items }) => (
        <section key={label} className={styles.day} aria-label={label}>
          <h2 className={styles.date}>{label}</h2>
          <div className={styles.cards}>
            {items.map(report => (
              <ReportCard key={report.id} report={report} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

/** `j` and `k` walk the cards, Enter opens one as any link; `n` asks for a new one. */
function useCardKeys(ask: () => void): void {
  const walk = (step: 1 | -1) => {
    const cards = Array.from(document.querySelectorAll<HTMLElement>('[data-row]'))
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.row : undefined
    const next = neighbour(
      cards.map(({ dataset }) => dataset.row ?? ''),
      focused,
      step,
    )
    cards.find(({ dataset }) => dataset.row === next)?.focus()
  }
  useHotkeys([
    ['j', () => walk(1)],
    ['k', () => walk(-1)],
    ['n', ask],
  ])
}
