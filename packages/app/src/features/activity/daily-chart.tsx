import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { count } from '../../format/number.ts'
import { ChartCard } from '../../ui/chart-card.tsx'
import type { Series } from '../../ui/chart-model.ts'
import { dayInFull, dayToMs, labelled, msToDay } from '../dashboards/days.ts'
import { type ActivitySearch, type DailyName, dailyNames } from './activity-search.ts'
import type { RepositoryKpis } from './compared.ts'

const series: Readonly<Record<DailyName, Series>> = {
  pullRequests: { key: 'pullRequests', label: 'Pull requests', kind: 'bar', tone: 'accent' },
  commits: { key: 'commits', label: 'Commits', kind: 'bar', tone: 'accent-mid' },
  reviews: { key: 'reviews', label: 'Reviews', kind: 'bar', tone: 'faint' },
}

export interface DailyChartProps {
  days: RepositoryKpis['days']
  hidden: readonly DailyName[]
  /** Which series the address leaves out from now on; undefined for none. */
  onHide: (hide: string | undefined) => void
  /** The facts that it counts: a click on a day leads to them. */
  behind: ActivitySearch
}

/** What was done by day, one kind of work on the other. */
export function DailyChart({ days, hidden, onHide, behind }: DailyChartProps) {
  const navigate = useNavigate()
  const times = days.map(({ day }) => dayToMs(day))
  const drawn = dailyNames.filter(name => !hidden.includes(name))
  const half = 43_200_000
  const [first = 0] = times
  return (
    <ChartCard
      title="By day"
      actions={<SeriesChoice hidden={hidden} onHide={onHide} />}
      timeTitle="Day"
      points={days.map(({ day, ...values }) => ({ at: dayToMs(day), values }))}
      series={drawn.map(name => series[name])}
      format={count}
      formatTime={at => dayInFull(msToDay(at))}
      missing="–"
      ticks={labelled(times)}
      {...(times.length === 1 && { span: [first - half, first + half] as const })}
      csvTime={msToDay}
      renderTime={at => dayInFull(msToDay(at))}
      onPick={at => void navigate({ to: '/activity', search: { ...behind, p: dayPeriod(at) } })}
      height={232}
    />
  )
}

/** A day of the chart as the address of the facts says it, in the reader's zone. */
function dayPeriod(at: number): string {
  const end = new Date(at)
  end.setDate(end.getDate() + 1)
  return `${new Date(at).toISOString()}..${end.toISOString()}`
}

function SeriesChoice({ hidden, onHide }: Pick<DailyChartProps, 'hidden' | 'onHide'>) {
  const set = (name: DailyName, on: boolean) => {
    const next = dailyNames.filter(each => (each === name ? !on : hidden.includes(each)))
    onHide(next.length > 0 ? next.join(',') : undefined)
  }
  const shown = dailyNames.length - hidden.length
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="subtle" rightSection={<IconChevronDown size={14} />}>
          {hidden.length === 0 ? 'All work' : `${shown} of ${dailyNames.length}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {dailyNames.map(name => (
          <Menu.CheckboxItem
            key={name}
            checked={!hidden.includes(name)}
            // One is always drawn.
            disabled={shown === 1 && !hidden.includes(name)}
            onChange={on => set(name, on)}
          >
            {series[name].label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
