import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './refused.module.css'
import { codes, type RefusedSample } from './refused-words.ts'

/** With its year: that is often what is wrong with it. */
const inFull = (at: string) => at.slice(0, 16).replace('T', ' ')

/** A sentence whose names of things stand between backticks. */
export function Coded({ text }: { text: string }) {
  // Parts never move: their place is who they are.
  return text.split('`').map((part, place) =>
    place % 2 === 1 ? (
      <code key={`${place} ${part}`} className="mono">
        {part}
      </code>
    ) : (
      part
    ),
  )
}

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
    render: sample => (
      <span className={styles.message}>
        <Coded text={sample.message} />
      </span>
    ),
  },
  { key: 'event', title: 'Event', width: 160, render: sample => sample.event ?? dash },
  {
    key: 'claimed',
    title: 'Its time (UTC)',
    width: 136,
    render: sample => (sample.claimedAt ? <span className="mono dim">{inFull(sample.claimedAt)}</span> : dash),
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
