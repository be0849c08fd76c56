import type { ReactNode } from 'react'
import type { Moment } from '../format/time.ts'
import type { Tone } from './chip.tsx'
import styles from './detail.module.css'
import { Time } from './time.tsx'

export interface Fact {
  label: string
  value: ReactNode
}

/** Facts of one thing: label above value, or beside it with `columns="two"`. */
export function FactGrid({ facts, columns = 'one' }: { facts: readonly Fact[]; columns?: 'one' | 'two' }) {
  return (
    <dl className={styles.facts} data-columns={columns}>
      {facts.map(fact =>
        columns === 'two' ? (
          [
            <dt key={`${fact.label} label`} className={styles.label}>
              {fact.label}
            </dt>,
            <dd key={`${fact.label} value`} className={styles.value}>
              {fact.value}
            </dd>,
          ]
        ) : (
          <div key={fact.label}>
            <dt className={styles.label}>{fact.label}</dt>
            <dd className={styles.value}>{fact.value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

export interface TimelineEntry {
  id: string
  at: Moment
  text: ReactNode
  note?: ReactNode
  tone?: Tone
}

/** What happened, oldest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.timeline}>
      {entries.map(entry => (
        <li key={entry.id} className={styles.entry}>
          <span className={styles.bullet} data-tone={entry.tone} />
          <span>{entry.text}</span>
          <Time at={entry.at} className={styles.when} />
          {entry.note && <p className={styles.note}>{entry.note}</p>}
        </li>
      ))}
    </ol>
  )
}
