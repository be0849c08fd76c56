import { Link } from '@tanstack/react-router'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { Time } from '../../ui/time.tsx'
import { errorLabel } from './error-label.ts'
import styles from './events-page.module.css'
import { shortId } from './short-id.ts'
import type { EventRow } from './use-tail.ts'

const dash = <span className="faint">–</span>

/** Characters of an error in the table; the panel shows all of it. */
const room = 36

/** Columns of the tail; the name opens the panel. */
export const eventColumns: readonly Column<EventRow>[] = [
  { key: 'time', title: 'Time', width: 84, render: row => <Time at={row.occurredAt} show="clock" className="dim" /> },
  {
    key: 'name',
    title: 'Event',
    fixed: true,
    render: row => (
      <Link
        to="/events"
        search={before => ({ ...before, event: row.id, of: row.visitId })}
        activeOptions={{ includeSearch: true }}
        className={styles.name}
        onClick={event => event.stopPropagation()}
      >
        {row.name}
      </Link>
    ),
  },
  { key: 'step', title: 'Step', optional: true, render: row => row.step ?? dash },
  {
    key: 'error',
    title: 'Error',
    width: 184,
    render: row => {
      const label = errorLabel(row)
      return label ? <Chip tone="red">{label.length > room ? `${label.slice(0, room)}…` : label}</Chip> : ''
    },
  },
  {
    key: 'visit',
    title: 'Visit',
    width: 168,
    render: row => (
      <span className="mono dim" title={row.visitId}>
        {shortId(row.visitId)}
      </span>
    ),
  },
  {
    key: 'person',
    title: 'Person',
    width: 160,
    render: row =>
      row.userId ? <span title={row.userId}>{shortId(row.userId)}</span> : <span className="faint">anonymous</span>,
  },
  { key: 'device', title: 'Device', width: 84, render: row => row.device ?? dash },
  { key: 'country', title: 'Country', width: 76, render: row => row.country ?? dash },
  { key: 'version', title: 'Version', width: 80, render: row => row.appVersion ?? dash },
  { key: 'source', title: 'Source', width: 88, optional: true, render: row => row.source },
  {
    key: 'received',
    title: 'Received',
    width: 84,
    optional: true,
    render: row => <Time at={row.receivedAt} show="clock" className="dim" />,
  },
]

const givesWay: ReadonlySet<string> = new Set(['person', 'device', 'country', 'version', 'source', 'received'])

/** Columns beside an open panel, which says the rest of the chosen event. */
export const columnsBesidePanel = eventColumns.filter(column => !givesWay.has(column.key))
