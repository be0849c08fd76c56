import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf } from '../../ui/filters.ts'
import { NoMatch } from '../../ui/no-match.tsx'
import { Time } from '../../ui/time.tsx'
import { type RunsSearch, readRunsSearch, runStatuses } from './report-search.ts'
import styles from './reports.module.css'
import { type Run, runStatusNames, runWords } from './runs.ts'

const route = getRouteApi('/shell/reports/schedules')

const columns: readonly Column<Run>[] = [
  {
    key: 'about',
    title: 'Report',
    fixed: true,
    render: run =>
      run.report ? (
        <Link to="/reports/$reportId" params={{ reportId: run.report.id }} className={styles.name}>
          {runWords(run)}
        </Link>
      ) : (
        runWords(run)
      ),
  },
  { key: 'person', title: 'Of', width: 160, render: ({ person }) => person.name ?? 'Without a name' },
  {
    key: 'status',
    title: 'Became',
    width: 104,
    render: ({ status }) => <Chip tone={runStatusNames[status].tone}>{runStatusNames[status].name}</Chip>,
  },
  { key: 'reason', title: 'Why', render: ({ reason }) => <span className="dim">{reason ?? ''}</span> },
  { key: 'zone', title: 'Time zone', width: 160, optional: true, render: ({ timeZone }) => timeZone },
  {
    key: 'due',
    title: 'Due',
    width: 120,
    align: 'right',
    render: ({ dueAt }) => <Time at={dueAt} show="date" className="dim" />,
  },
]

/** Every report that was due, and what was made of it. */
export function RunsCard() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const list = useLiveRows(trpc.reports.runs.infiniteQueryOptions(search, byCursor))
  return (
    <Card title="What was due" actions={<Filters search={search} />} flush>
      <DataTable
        name="report-runs"
        label="Reports that were due, latest first"
        columns={columns}
        rowKey={run => run.id}
        {...list}
        empty={
          Object.keys(search).length > 0 ? (
            <NoMatch what="run" to="/reports/schedules" />
          ) : (
            <Empty title="Nothing was due yet" compact>
              At each midnight of somebody’s calendar their report is written, and stands here with what became of it.
            </Empty>
          )
        }
      />
    </Card>
  )
}

function Filters({ search }: { search: RunsSearch }) {
  const navigate = useNavigate({ from: '/reports/schedules' })
  return (
    <FilterBar
      values={search}
      onChange={(key, value) => void navigate({ search: before => readRunsSearch({ ...before, [key]: value }) })}
      filters={[
        choice('kind', 'Kind', [
          { value: 'daily', label: 'Daily' },
          { value: 'weekly', label: 'Weekly' },
        ]),
        choice('status', 'Became', optionsOf(runStatuses, runStatusNames)),
      ]}
    />
  )
}
