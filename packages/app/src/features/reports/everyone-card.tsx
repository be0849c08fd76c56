import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { absolute } from '../../format/time.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import styles from './reports.module.css'
import { runStatusNames, runWords } from './runs.ts'
import { ScheduleDialog, type Scheduled } from './schedule-dialog.tsx'
import { timeThere } from './span.ts'

type Row = Outputs['reports']['schedules']['items'][number]

/** A midnight on the calendar of whoever it is of. */
function Next({ at, zone }: { at: string | null; zone: string }) {
  if (!at) return <span className="faint">off</span>
  return (
    <time dateTime={at} title={absolute(at)}>
      {timeThere(at, zone)}
    </time>
  )
}

function LastRun({ run }: { run: Row['lastRun'] }) {
  if (!run) return <span className="faint">none yet</span>
  const { name, tone } = runStatusNames[run.status]
  const words = runWords(run)
  return (
    <span title={run.reason ?? undefined} className={styles.last}>
      <Chip tone={tone}>{name}</Chip>{' '}
      {run.reportId ? (
        <Link to="/reports/$reportId" params={{ reportId: run.reportId }} className="link">
          {words}
        </Link>
      ) : (
        words
      )}
      {run.reason && <span className={styles.reason}>{run.reason}</span>}
    </span>
  )
}

const columnsOf = (onChange: (person: Scheduled) => void): readonly Column<Row>[] => [
  {
    key: 'person',
    title: 'Of',
    fixed: true,
    width: 160,
    render: ({ person }) => (
      <Link to="/people/$personId" params={{ personId: person.id }} className={styles.who}>
        {person.name ?? 'Without a name'}
      </Link>
    ),
  },
  {
    key: 'daily',
    title: 'Next daily',
    width: 144,
    render: ({ nextDailyAt, timeZone }) => <Next at={nextDailyAt} zone={timeZone} />,
  },
  {
    key: 'weekly',
    title: 'Next weekly',
    width: 144,
    render: ({ nextWeeklyAt, timeZone }) => <Next at={nextWeeklyAt} zone={timeZone} />,
  },
  { key: 'zone', title: 'Time there', width: 152, render: ({ timeZone }) => timeZone },
  {
    key: 'email',
    title: 'E-mail',
    width: 72,
    render: ({ byEmail }) => (byEmail ? 'yes' : <span className="faint">no</span>),
  },
  { key: 'last', title: 'Last one due', render: ({ lastRun }) => <LastRun run={lastRun} /> },
  {
    key: 'change',
    title: 'Change',
    quiet: true,
    pinned: true,
    width: 88,
    align: 'right',
    render: ({ person }) => (
      <Button
        size="compact-sm"
        aria-label={`Change the reports of ${person.name ?? 'somebody without a name'}`}
        onClick={() => onChange(person)}
      >
        Change
      </Button>
    ),
  },
]

/** Everybody who has reports written of their work, for those who manage it. */
export function EveryoneCard() {
  const { trpc } = useApi()
  const [editing, setEditing] = useState<Scheduled | 'new' | null>(null)
  const list = useLiveRows(trpc.reports.schedules.infiniteQueryOptions({}, byCursor))
  const add = (
    <Button size="compact-sm" onClick={() => setEditing('new')}>
      Add a schedule
    </Button>
  )
  return (
    <Card title="Everyone’s reports" actions={add} flush>
      <DataTable
        name="report-schedules"
        label="Schedules of reports, the newest first"
        columns={columnsOf(setEditing)}
        rowKey={({ id }) => id}
        {...list}
        empty={
          <Empty title="Nobody has switched them on" compact>
            Add a schedule for one of the staff, or let them switch on their own on this page.
          </Empty>
        }
      />
      <ScheduleDialog editing={editing} onClose={() => setEditing(null)} />
    </Card>
  )
}
