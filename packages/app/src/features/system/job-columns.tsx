import { count, duration } from '../../format/number.ts'
import { absolute, clock, toMs } from '../../format/time.ts'
import { useNow } from '../../ui/clock.tsx'
import type { Column } from '../../ui/columns.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './system.module.css'
import { type JobKind, lagOf, lagTone } from './system-words.ts'

const dash = <span className="faint">–</span>
const figure = (value: number) => (value === 0 ? <span className="faint">0</span> : count(value))

/** How late the oldest is. */
export function Lag({ ms }: { ms: number }) {
  if (ms < 1_000) return dash
  return (
    <span className={styles.lag} data-tone={lagTone(ms)}>
      {duration(Math.round(ms / 1_000))}
    </span>
  )
}

function KindLag({ kind }: { kind: JobKind }) {
  return <Lag ms={lagOf([kind], useNow())} />
}

/** When it runs next, to the minute: the day only if it is another one. */
function Next({ at }: { at: string }) {
  const isSoon = toMs(at) - useNow(60_000) < 86_400_000
  return <span title={absolute(at)}>{isSoon ? clock(at, false) : absolute(at)}</span>
}

export const jobColumns: readonly Column<JobKind>[] = [
  { key: 'name', title: 'Kind', fixed: true, width: 176, render: kind => <span className="mono">{kind.name}</span> },
  { key: 'waiting', title: 'Waiting', align: 'right', width: 72, render: kind => figure(kind.waiting) },
  { key: 'lag', title: 'Oldest waits', align: 'right', width: 104, render: kind => <KindLag kind={kind} /> },
  { key: 'later', title: 'Later', align: 'right', width: 64, render: kind => figure(kind.later) },
  { key: 'running', title: 'Running', align: 'right', width: 72, render: kind => figure(kind.running) },
  {
    key: 'failed',
    title: 'Failed, 24 h',
    align: 'right',
    width: 96,
    render: kind => (kind.failed > 0 ? <span className={styles.failed}>{count(kind.failed)}</span> : figure(0)),
  },
  {
    key: 'done',
    title: 'Last done',
    align: 'right',
    width: 88,
    render: kind => (kind.lastDoneAt ? <Time at={kind.lastDoneAt} /> : dash),
  },
  {
    key: 'next',
    title: 'Next',
    align: 'right',
    width: 72,
    render: kind => (kind.nextAt ? <Next at={kind.nextAt} /> : dash),
  },
  {
    key: 'cron',
    title: 'Schedule (UTC)',
    width: 128,
    render: kind =>
      kind.cron ? <span className="mono dim">{kind.cron}</span> : <span className="faint">asked for</span>,
  },
  {
    key: 'failure',
    title: 'Last failure',
    render: kind =>
      kind.lastFailedAt ? (
        <span className={styles.said}>
          <Time at={kind.lastFailedAt} className="dim" /> {kind.lastFailure ?? <span className="dim">in the log</span>}
        </span>
      ) : (
        dash
      ),
  },
]
