import type { ReactNode } from 'react'
import { Kpi } from '../../ui/kpi.tsx'
import styles from './dashboards.module.css'
import {
  basisText,
  changeText,
  changeTone,
  type Figure,
  figureText,
  isUndefined,
  type Kind,
  type Wish,
} from './figures.ts'

export interface FigureKpiProps {
  label: string
  kind: Kind
  figure: Figure
  /** What it means and how it is computed, on hover and on focus. */
  definition: string
  currency?: string
  /** Which way is good. */
  wish?: Wish
  /** The value as a link to what lies behind it. */
  link?: (text: string) => ReactNode
}

/** One number of a dashboard: how it changed against the period before, and what it was made from. */
export function FigureKpi({ label, kind, figure, definition, currency = '', wish, link }: FigureKpiProps) {
  const { previous } = figure
  const text = isUndefined(figure) ? '–' : figureText(kind, figure.value, currency)
  const before = isUndefined(previous) ? 'nothing' : figureText(kind, previous.value, currency)
  const basis = basisText(kind, figure, currency)
  const basisBefore = basisText(kind, previous, currency)
  const change = changeText(kind, figure)
  return (
    <Kpi
      label={label}
      value={link && !isUndefined(figure) ? link(text) : text}
      note={
        <>
          {change && (
            <span className={styles.change} data-tone={changeTone(figure, wish)}>
              {change}{' '}
            </span>
          )}
          {kind === 'percent' && basis && !isUndefined(figure) ? basis : `from ${before}`}
        </>
      }
      definition={
        <>
          <span className={styles.line}>{definition}</span>
          <span className={styles.line}>
            {isUndefined(figure)
              ? 'Nothing to measure in these days.'
              : `These days: ${basis ? `${text}, ${basis}` : text}.`}
          </span>
          <span className={styles.line}>
            {`Period before: ${basisBefore && !isUndefined(previous) ? `${before}, ${basisBefore}` : before}.`}
          </span>
        </>
      }
    />
  )
}
