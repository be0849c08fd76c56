import { Link, type LinkProps } from '@tanstack/react-router'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import styles from './dashboards.module.css'
import { type Definition, definitions, type FigureName } from './definitions.ts'
import { basisText, changeText, changeTone, type Figure, figureText, isUndefined } from './figures.ts'

export interface FigureStripProps<Name extends FigureName> {
  kpis: Readonly<Record<Name, Figure>>
  /** Which of them, in order. */
  show: readonly Name[]
  /** Other words for them on this page. */
  labels?: { readonly [One in Name]?: string }
  /** Where a value leads: to the rows behind it. */
  behind?: { readonly [One in Name]?: LinkProps }
  currency?: string
  columns?: number
}

/** Numbers of a dashboard side by side. */
export function FigureStrip<Name extends FigureName>(props: FigureStripProps<Name>) {
  const { kpis, show, labels, behind, currency, columns } = props
  return (
    <KpiStrip {...(columns && { columns })}>
      {show.map(name => (
        <FigureKpi
          key={name}
          definition={definitions[name]}
          label={labels?.[name]}
          figure={kpis[name]}
          currency={currency}
          link={behind?.[name]}
        />
      ))}
    </KpiStrip>
  )
}

interface FigureKpiProps {
  definition: Definition
  label: string | undefined
  figure: Figure
  currency: string | undefined
  link: LinkProps | undefined
}

/** One of them: how it changed against the period before, and what it was made from. */
function FigureKpi({ definition, label, figure, currency, link }: FigureKpiProps) {
  const { kind, wish } = definition
  const { previous } = figure
  const text = isUndefined(figure) ? '–' : figureText(kind, figure.value, currency)
  const before = isUndefined(previous) ? 'nothing' : figureText(kind, previous.value, currency)
  const basis = basisText(kind, figure, currency)
  const basisBefore = basisText(kind, previous, currency)
  const change = changeText(kind, figure)
  return (
    <Kpi
      label={label ?? definition.label}
      value={link && !isUndefined(figure) ? <Link {...link}>{text}</Link> : text}
      note={
        <>
          {change && (
            <span className={styles.change} data-tone={changeTone(figure, wish)}>
              {change}{' '}
            </span>
          )}
          {isUndefined(figure) ? 'nothing to measure' : kind === 'percent' && basis ? basis : `from ${before}`}
        </>
      }
      definition={
        <>
          <span className={styles.line}>{definition.text}</span>
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
