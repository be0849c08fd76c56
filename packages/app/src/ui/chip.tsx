import type { ReactNode } from 'react'
import styles from './chip.module.css'

/** Colour only for meaning: red is wrong, amber needs care, green is good, accent is chosen. */
export type Tone = 'red' | 'amber' | 'green' | 'accent' | 'neutral'

export function Chip({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={styles.chip} data-tone={tone}>
      {children}
    </span>
  )
}

/** The small square that ranks a row; says the same in words to those who do not see it. */
export function Mark({ tone, label }: { tone: Tone; label: string }) {
  return <span className={styles.mark} data-tone={tone} role="img" aria-label={label} title={label} />
}
