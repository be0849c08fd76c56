import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { count } from '../../format/number.ts'
import { ChartCard } from '../../ui/chart-card.tsx'
import type { itemsBehind } from '../essays/item-search.ts'
import { dayInFull, dayToMs, labelled, msToDay } from './days.ts'

export interface DayValue {
  day: string
  value: number
}

export interface DayChartProps {
  title: string
  /** What the values are. */
  label: string
  days: readonly DayValue[]
  /** As many days of the period before, in order. */
  before: readonly DayValue[]
  format?: (value: number) => string
  formatAxis?: (value: number) => string
  /** A value as the CSV has it: amounts in major units. */
  toCell?: (value: number) => number
  /** The rows behind a day. */
  linkOf?: (day: string) => ReturnType<typeof itemsBehind>
  actions?: ReactNode
}

/** A value for each day over the same of the period before; a click on a day shows what lies behind it. */
export function DayChart(props: DayChartProps) {
  const { title, label, days, before, format = count, formatAxis = format, toCell, linkOf, actions } = props
  const navigate = useNavigate()
  const times = days.map(({ day }) => dayToMs(day))
  const half = 43_200_000
  const first = times[0] ?? 0
  // A line needs two points; a single day is a bar in the middle.
  const isBar = days.length < 3
  return (
    <ChartCard
      title={title}
      actions={actions}
      timeTitle="Day"
      points={days.map(({ day, value }, index) => ({
        at: dayToMs(day),
        values: { now: value, before: before[index]?.value ?? null },
      }))}
      series={[
        { key: 'now', label, kind: isBar ? 'bar' : 'area', tone: 'accent' },
        { key: 'before', label: 'Period before', kind: 'line', tone: 'faint', dashed: true },
      ]}
      format={format}
      formatAxis={formatAxis}
      formatTime={at => dayInFull(msToDay(at))}
      missing="–"
      ticks={labelled(times)}
      {...(days.length === 1 && { span: [first - half, first + half] as const })}
      csvTime={msToDay}
      {...(toCell && { csvValue: toCell })}
      renderTime={at => {
        const day = msToDay(at)
        return linkOf ? (
          <Link {...linkOf(day)} className="link">
            {dayInFull(day)}
          </Link>
        ) : (
          dayInFull(day)
        )
      }}
      {...(linkOf && { onPick: at => void navigate(linkOf(msToDay(at))) })}
      height={232}
    />
  )
}
