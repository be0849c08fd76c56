import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './refused.module.css'
import { codes, type RefusedSample } from './refused-words.ts'

const dash = <span className="faint">–</span>

export const refusedColumns: readonly Column<RefusedSample>[] = [
  { key: 'at', title: 'Refused', width: 88, render: sample => <Time at={sample.at} className="dim" /> },
  {
    key: 'why',
    title: 'Why',
    width: 160,
    render: ({ code }) => <Chip tone={codes[code].tone}>{codes[code].name}</Chip>,
  },
  {
    key: 'message',
    title: 'What its sender was told',
    fixed: true,
    render: sample => <span className={styles.message}>{sample.message}</span>,
  },
  { key: 'event', title: 'Event', width: 160, render: sample => sample.event ?? dash },
  {
    key: 'claimed',
    title: 'Its time',
    width: 136,
    render: sample => (sample.claimedAt ? <Time at={sample.claimedAt} show="date" className="dim" /> : dash),
  },
  {
    key: 'fields',
    title: 'Its fields',
    render: sample =>
      sample.fields.length > 0 ? (
        <span className={`mono dim ${styles.message}`}>{sample.fields.join(', ')}</span>
      ) : (
        dash
      ),
  },
  { key: 'key', title: 'Key', width: 136, render: sample => sample.keyName ?? 'gone' },
  { key: 'index', title: 'Place', width: 64, align: 'right', render: sample => sample.index ?? dash },
]
