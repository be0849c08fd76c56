import { Skeleton } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { dayAndTime } from '../format/time.ts'
import { ChartFrame } from './chart-frame.tsx'
import { outsideBand, type Point, summarise } from './chart-model.ts'
import type { LegendEntry } from './download.ts'
import type { TimeChartProps } from './time-chart.tsx'

const TimeChart = lazy(() => import('./time-chart.tsx').then(module => ({ default: module.TimeChart })))

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

export interface ChartCardProps extends TimeChartProps {
  title: string
  aside?: ReactNode
  actions?: ReactNode
  /** Columns of the table and the CSV beyond the series, by key of the points' values. */
  extraColumns?: ReadonlyArray<{ key: string; label: string }>
  /** What the first column is called. */
  timeTitle?: string
  /** A point's time in the table, such as a link to what lies behind it. */
  renderTime?: (at: number) => ReactNode
  /** A point's time in the CSV; ISO 8601 by default. */
  csvTime?: (at: number) => string
  /** A value of the series in the CSV; as it is by default. */
  csvValue?: (value: number) => number
}

/** A chart over time with its legend, its figures as a table, and both to take away. */
export function ChartCard(props: ChartCardProps) {
  const {
    title,
    aside,
    actions,
    extraColumns = [],
    timeTitle = 'Time',
    renderTime,
    csvTime,
    csvValue,
    ...chart
  } = props
  const { series, bandLabel, points, format } = chart
  const columns = [...series.map(({ key, label }) => ({ key, label })), ...extraColumns]
  const lead = series[0]
  const cell = (point: Point, key: string) => {
    const value = point.values[key]
    if (typeof value !== 'number') return '–'
    return series.some(each => each.key === key) ? format(value) : value
  }
  const plain = (point: Point, key: string) => {
    const value = point.values[key]
    return csvValue && typeof value === 'number' && series.some(each => each.key === key) ? csvValue(value) : value
  }
  const legend: LegendEntry[] =
    series.length > 1 ? series.map(({ label, tone }) => ({ label, color: `var(--qd-${tone})` })) : []
  if (bandLabel) legend.push({ label: bandLabel, color: 'var(--qd-band)' })
  const sentences = [
    lead && summarise(lead.label, points, lead.key, format),
    lead && bandLabel && `${outsideBand(points, lead.key)} outside the ${lowerFirst(bandLabel)}.`,
    ...(chart.markers ?? []).map(({ label }) => `${label}.`),
  ]
  return (
    <ChartFrame
      title={title}
      legend={legend}
      aside={aside}
      actions={actions}
      summary={sentences.filter(Boolean).join(' ')}
      table={{
        head: [timeTitle, ...columns.map(({ label }) => label), ...(bandLabel ? [bandLabel] : [])],
        rows: points.toReversed().map(point => ({
          key: String(point.at),
          cells: [
            renderTime ? renderTime(point.at) : dayAndTime(point.at),
            ...columns.map(({ key }) => cell(point, key)),
            ...(bandLabel ? [point.band ? `${format(point.band[0])} – ${format(point.band[1])}` : '–'] : []),
          ],
        })),
      }}
      csv={{
        head: [
          timeTitle.toLowerCase(),
          ...columns.map(({ label }) => label),
          ...(bandLabel ? [`${bandLabel}, from`, `${bandLabel}, to`] : []),
        ],
        rows: points.map(point => [
          csvTime ? csvTime(point.at) : new Date(point.at).toISOString(),
          ...columns.map(({ key }) => plain(point, key)),
          ...(bandLabel ? [point.band?.[0], point.band?.[1]] : []),
        ]),
      }}
    >
      <div aria-hidden>
        <Suspense fallback={<Skeleton height={chart.height ?? 208} />}>
          <TimeChart {...chart} />
        </Suspense>
      </div>
    </ChartFrame>
  )
}
