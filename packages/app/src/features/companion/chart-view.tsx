import { dayAndTime } from '../../format/time.ts'
import { BarChart, barColors } from '../../ui/bar-chart.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { ChartFrame } from '../../ui/chart-frame.tsx'
import { dayInFull, labelled, msToDay } from '../dashboards/days.ts'
import { axisOf, drawnOf, exact, pointsOf } from './chart-points.ts'
import type { Chart } from './companion.ts'

const lineTones = ['accent', 'faint', 'red', 'accent'] as const
const value = (number: number | null | undefined) => (typeof number === 'number' ? exact(number) : '–')

/** A chart that the companion drew, from rows of a result. */
export function ChartView({ chart }: { chart: Chart }) {
  return axisOf(chart.x) === 'names' ? <Bars chart={chart} /> : <Course chart={chart} />
}

/** Values over days or times. */
function Course({ chart }: { chart: Chart }) {
  const { title, kind, x, series } = chart
  const points = pointsOf(chart)
  const isDays = axisOf(x) === 'days'
  const timeText = (at: number) => (isDays ? dayInFull(msToDay(at)) : dayAndTime(at))
  return (
    <ChartCard
      title={title}
      points={points}
      series={series.map(({ name }, index) => ({
        ...{ key: `s${index}`, label: name, tone: lineTones[index] ?? 'faint' },
        kind: kind === 'bar' ? ('bar' as const) : ('line' as const),
      }))}
      format={exact}
      formatTime={timeText}
      renderTime={timeText}
      missing="–"
      {...(isDays && { timeTitle: 'Day', csvTime: msToDay, ticks: labelled(points.map(({ at }) => at)) })}
    />
  )
}

/** One bar for each name; of two series the second is a line across the first, of more each has bars of its own. */
function Bars({ chart: { title, x, series } }: { chart: Chart }) {
  const [first, second] = series
  const isPair = series.length === 2 && first !== undefined && second !== undefined
  const rows = x.map((label, index) => ({ label, values: series.map(({ values }) => values[index] ?? null) }))
  const said = ({ label, values }: (typeof rows)[number]) =>
    `${label}: ${series.map(({ name }, index) => `${name} ${value(values[index])}`).join(', ')}`
  const shown = drawnOf(rows, isPair ? 1 : series.length)
  const bars = isPair
    ? shown.rows.map(row => ({ row, name: row.label, length: row.values[0], before: row.values[1] ?? null }))
    : shown.rows.flatMap(row =>
        series.map(({ name }, index) => ({
          ...{ row, length: row.values[index], before: null },
          name: series.length > 1 ? `${row.label} · ${name}` : row.label,
        })),
      )
  return (
    <ChartFrame
      title={title}
      {...(isPair && {
        legend: [
          { label: first.name, color: barColors.accent },
          { label: second.name, color: 'var(--qd-dim)' },
        ],
      })}
      summary={[...(shown.note ? [shown.note] : []), ...rows.slice(0, 10).map(said)].join('. ')}
      table={{
        head: ['', ...series.map(({ name }) => name)],
        rows: rows.map(({ label, values }, index) => ({ key: `${index}`, cells: [label, ...values.map(value)] })),
      }}
      csv={{ head: ['', ...series.map(({ name }) => name)], rows: rows.map(({ label, values }) => [label, ...values]) }}
      {...(shown.note && { aside: shown.note })}
      flush
    >
      <BarChart
        label={title}
        bars={bars.map(({ row, name, length, before }, index) => ({
          ...{ key: `${index}`, label: name, spoken: said(row), text: value(length), before },
          parts: [{ label: name, value: Math.max(0, length ?? 0), tone: 'accent' }],
        }))}
      />
    </ChartFrame>
  )
}
