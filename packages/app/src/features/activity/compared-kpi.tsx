import { Kpi } from '../../ui/kpi.tsx'
import styles from './activity.module.css'
import { type Compared, changeOf, type Measure, measured, toneOf } from './compared.ts'

export interface ComparedKpiProps {
  label: string
  measure?: Measure
  figure: Compared
  definition: string
  /** What else is said below it. */
  note?: string
}

/** One figure against the same of the period before. */
export function ComparedKpi({ label, measure = 'count', figure, definition, note }: ComparedKpiProps) {
  const change = changeOf(figure)
  const before = figure.previous ? `from ${measured(measure, figure.previous)}` : 'none before'
  return (
    <Kpi
      label={label}
      definition={definition}
      value={measured(measure, figure.value)}
      note={
        <>
          {change && (
            <span className={styles.change} data-tone={toneOf(measure, figure)}>
              {change}{' '}
            </span>
          )}
          {figure.value === null ? (note ?? 'nothing to measure') : before}
        </>
      }
    />
  )
}
