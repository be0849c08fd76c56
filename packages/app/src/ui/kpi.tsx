import { Skeleton, Tooltip } from '@mantine/core'
import clsx from 'clsx'
import type { CSSProperties, ReactNode } from 'react'
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

export interface KpiStripProps {
  children: ReactNode
  /** For facts within a page. */
  small?: boolean
  /** Figures in a line at most, so that several lines come out even. */
  columns?: number
}

/** Figures side by side in one frame. */
export function KpiStrip({ children, small = false, columns = 8 }: KpiStripProps) {
  return (
    <dl
      className={clsx(styles.strip, small && styles.small)}
      style={{ '--kpi-least': `calc(100% / ${columns} - 1px)` } as CSSProperties}
    >
      {children}
    </dl>
  )
}
