import { count } from '../../format/number.ts'
import { BarChart, type BarTone, barColors } from '../../ui/bar-chart.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { ChartFrame, Legend } from '../../ui/chart-frame.tsx'
import type { Chart } from './companion.ts'

const tones: readonly BarTone[] = ['accent', 'faint', 'amber', 'green']
const lineTones = ['accent', 'faint', 'red', 'accent'] as const
/** More bars than this are cut: a chart is for comparing at a glance, the table has all. */
const mostBars = 30

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}/.test(text)
const value = (number: number | null | undefined) => (typeof number === 'number' ? count(number) : '–')

/** A chart that the companion drew, from rows of a result. */
export function ChartView({ chart }: { chart: Chart }) {
  return chart.x.length > 1 && chart.x.every(isDay) ? <Days chart={chart} /> : <Bars chart={chart} />
}

function Days({ chart: { title, kind, x, series } }: { chart: Chart }) {
  const points = x.map((day, index) => ({
    at: Date.parse(day.length === 10 ? `${day}T00:00:00Z` : day),
    values: Object.fromEntries(series.map(({ values }, place) => [`s${place}`, values[index] ?? null])),
  }))
  return (
    <ChartCard
      title={title}
      points={points}
      series={series.map(({ name }, index) => ({
        ...{ key: `s${index}`, label: name, tone: lineTones[index] ?? 'faint' },
        kind: kind === 'bar' ? ('bar' as const) : ('line' as const),
      }))}
      format={count}
      missing="–"
    />
  )
}

function Bars({ chart: { title, x, series } }: { chart: Chart }) {
  const rows = x.map((label, index) => ({ label, values: series.map(({ values }) => values[index] ?? null) }))
  const said = ({ label, values }: (typeof rows)[number]) =>
    `${label}: ${series.map(({ name }, index) => `${name} ${value(values[index])}`).join(', ')}`
  return (
    <ChartFrame
      title={title}
      aside={
        series.length > 1 && (
          <Legend
            entries={series.map(({ name }, index) => ({ label: name, color: barColors[tones[index] ?? 'faint'] }))}
          />
        )
      }
      summary={rows.slice(0, 10).map(said).join('. ')}
      table={{
        head: ['', ...series.map(({ name }) => name)],
        rows: rows.map(({ label, values }, index) => ({
          key: `${index}`,
          cells: [label, ...values.map(value)],
        })),
      }}
      csv={{ head: ['', ...series.map(({ name }) => name)], rows: rows.map(({ label, values }) => [label, ...values]) }}
      flush
    >
      <BarChart
        label={title}
        bars={rows.slice(0, mostBars).map((row, index) => ({
          ...{ key: `${index}`, label: row.label, spoken: said(row) },
          parts: series.map(({ name }, place) => ({
            ...{ label: name, value: Math.max(0, row.values[place] ?? 0), tone: tones[place] ?? 'faint' },
          })),
          text: value(row.values[0]),
        }))}
      />
    </ChartFrame>
  )
}
