import { ActionIcon, Menu, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { dayAndTime } from '../format/time.ts'
import { Card } from './card.tsx'
import styles from './chart-card.module.css'
import { outsideBand, type Series, summarise } from './chart-model.ts'
import { toCsv } from './csv.ts'
import { download, fileName, svgToPng } from './download.ts'
import type { TimeChartProps } from './time-chart.tsx'

const TimeChart = lazy(() => import('./time-chart.tsx').then(module => ({ default: module.TimeChart })))

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

export interface ChartCardProps extends TimeChartProps {
  title: string
  aside?: ReactNode
  actions?: ReactNode
  /** Columns of the table and the CSV beyond the series, by key of the points' values. */
  extraColumns?: ReadonlyArray<{ key: string; label: string }>
}

/** A chart with its legend, its figures as a table, and both to take away. */
export function ChartCard({ title, aside, actions, extraColumns = [], ...chart }: ChartCardProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const figure = useRef<HTMLElement>(null)
  const columns = [...chart.series.map(({ key, label }) => ({ key, label })), ...extraColumns]
  const lead = chart.series[0]

  const saveCsv = () => {
    const rows = chart.points.map(point => [
      new Date(point.at).toISOString(),
      ...columns.map(({ key }) => point.values[key]),
      ...(chart.bandLabel ? [point.band?.[0], point.band?.[1]] : []),
    ])
    const band = chart.bandLabel ? [`${chart.bandLabel}, from`, `${chart.bandLabel}, to`] : []
    const csv = toCsv(['time', ...columns.map(column => column.label), ...band], rows)
    download(fileName(title, 'csv'), new Blob([csv], { type: 'text/csv;charset=utf-8' }))
  }
  const savePng = async () => {
    const svg = figure.current?.querySelector<SVGSVGElement>('svg.recharts-surface')
    if (!svg) return notifications.show({ message: 'Switch to the chart first, then save the image.' })
    download(fileName(title, 'png'), await svgToPng(svg))
  }

  return (
    <Card
      title={title}
      aside={<Legend series={chart.series} bandLabel={chart.bandLabel} aside={aside} />}
      actions={
        <>
          {actions}
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={`More for ${title}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setView(view === 'chart' ? 'table' : 'chart')}>
                {view === 'chart' ? 'Show as table' : 'Show as chart'}
              </Menu.Item>
              <Menu.Item onClick={saveCsv}>Save as CSV</Menu.Item>
              <Menu.Item onClick={() => void savePng()}>Save as PNG</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
      flush
    >
      {view === 'table' ? (
        <Figures title={title} columns={columns} chart={chart} />
      ) : (
        <figure ref={figure} className={styles.chart}>
          <figcaption className="sr-only">
            {lead && summarise(lead.label, chart.points, lead.key, chart.format)}{' '}
            {lead &&
              chart.bandLabel &&
              `${outsideBand(chart.points, lead.key)} outside the ${lowerFirst(chart.bandLabel)}. `}
            {chart.markers?.map(({ label }) => `${label}.`).join(' ')}
          </figcaption>
          <div aria-hidden>
            <Suspense fallback={<Skeleton height={chart.height ?? 208} />}>
              <TimeChart {...chart} />
            </Suspense>
          </div>
        </figure>
      )}
    </Card>
  )
}

function Legend({
  series,
  bandLabel,
  aside,
}: {
  series: readonly Series[]
  bandLabel: string | undefined
  aside: ReactNode
}) {
  return (
    <ul className={styles.legend}>
      {series.length > 1 &&
        series.map(each => (
          <li key={each.key}>
            <span className={styles.swatch} style={{ background: `var(--qd-${each.tone})` }} />
            {each.label}
          </li>
        ))}
      {bandLabel && (
        <li>
          <span className={styles.swatch} style={{ background: 'var(--qd-band)' }} />
          {bandLabel}
        </li>
      )}
      {aside && <li>{aside}</li>}
    </ul>
  )
}

interface FiguresProps {
  title: string
  columns: ReadonlyArray<{ key: string; label: string }>
  chart: TimeChartProps
}

function Figures({ title, columns, chart }: FiguresProps) {
  const isSeries = (key: string) => chart.series.some(series => series.key === key)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.table} aria-label={`${title}, as a table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {columns.map(column => (
              <th key={column.key} scope="col">
                {column.label}
              </th>
            ))}
            {chart.bandLabel && <th scope="col">{chart.bandLabel}</th>}
          </tr>
        </thead>
        <tbody>
          {chart.points.toReversed().map(point => (
            <tr key={point.at}>
              <th scope="row">{dayAndTime(point.at)}</th>
              {columns.map(({ key }) => {
                const value = point.values[key]
                const text = typeof value !== 'number' ? '–' : isSeries(key) ? chart.format(value) : value
                return <td key={key}>{text}</td>
              })}
              {chart.bandLabel && (
                <td>{point.band ? `${chart.format(point.band[0])} – ${chart.format(point.band[1])}` : '–'}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
