import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty } from '../../ui/async.tsx'
import { type Bar, BarChart, type BarTone, barColors } from '../../ui/bar-chart.tsx'
import { Card } from '../../ui/card.tsx'
import { ChartFrame } from '../../ui/chart-frame.tsx'
import type { CsvCell } from '../../ui/csv.ts'
import type { LegendEntry } from '../../ui/download.ts'

/** A bar with the figures that its table and CSV have. */
export interface BarRow extends Bar {
  cells: readonly ReactNode[]
  csv: readonly CsvCell[]
}

export interface BarCardProps {
  title: string
  /** What the rows are, such as `Channel`, and the columns behind it. */
  head: readonly string[]
  bars: readonly BarRow[]
  /** One sentence about all of it. */
  summary: string
  /** Names of parts, where bars have several. */
  legend?: ReadonlyArray<{ label: string; tone: BarTone }>
  most?: number
  aside?: ReactNode
  actions?: ReactNode
  /** What to say when there are none. */
  none: string
}

/** Bars by group in a card; each leads to its rows, in the drawing as in the table. */
export function BarCard({ title, head, bars, summary, legend, most, aside, actions, none }: BarCardProps) {
  if (bars.length === 0) {
    return (
      <Card title={title} flush>
        <Empty title={none} compact />
      </Card>
    )
  }
  const hasBefore = bars.some(({ before }) => before !== undefined && before !== null && before > 0)
  const entries: LegendEntry[] = [...(legend ?? []).map(({ label, tone }) => ({ label, color: barColors[tone] }))]
  if (hasBefore) entries.push({ label: 'Period before', color: 'var(--qd-dim)' })
  return (
    <ChartFrame
      title={title}
      legend={entries}
      aside={aside}
      actions={actions}
      summary={summary}
      table={{
        head,
        rows: bars.map(bar => ({
          key: bar.key,
          cells: [
            bar.link ? (
              <Link key="link" {...bar.link} className="link">
                {bar.label}
              </Link>
            ) : (
              bar.label
            ),
            ...bar.cells,
          ],
        })),
      }}
      csv={{ head, rows: bars.map(bar => [bar.label, ...bar.csv]) }}
      flush
    >
      <BarChart label={title} bars={bars} {...(most !== undefined && { most })} />
    </ChartFrame>
  )
}
