import { Skeleton, Tooltip } from '@mantine/core'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { Tone } from './chip.tsx'
import styles from './kpi.module.css'

export interface KpiProps {
  label: string
  /** Undefined while it is on its way. */
  value: ReactNode | undefined
  /** Below the value: the period before, the basis. */
  note?: ReactNode
  /** What the figure means, on hover and on focus. */
  definition?: ReactNode
  tone?: Tone
}

/** One figure. Put several in a `KpiStrip`. */
export function Kpi({ label, value, note, definition, tone }: KpiProps) {
  return (
    <div className={styles.kpi}>
      <dt className={styles.label}>
        {definition ? (
          <Tooltip label={definition} events={{ hover: true, focus: true, touch: true }}>
            <button type="button" className={styles.hinted}>
              {label}
            </button>
          </Tooltip>
        ) : (
          label
        )}
      </dt>
      <dd className={styles.value} data-tone={tone}>
        {value === undefined ? <Skeleton height={20} width={72} my={8} /> : value}
      </dd>
      {note !== undefined && <dd className={styles.note}>{note}</dd>}
    </div>
  )
}

/** Figures side by side in one frame; `small` for facts within a page. */
export function KpiStrip({ children, small = false }: { children: ReactNode; small?: boolean }) {
  return <dl className={clsx(styles.strip, small && styles.small)}>{children}</dl>
}
