import { compactMoney, money } from '../../format/money.ts'
import { compactCount } from '../../format/number.ts'
import { itemsBehind } from '../essays/item-search.ts'
import { useDashboardSearch } from './dashboard.tsx'
import { DayChart } from './day-chart.tsx'
import { toMajor } from './money-cells.ts'

interface Day {
  day: string
  essays: number
  netRevenue: number
  totalRevenue: number
}

interface SeriesProps {
  data: { series: readonly Day[]; previousSeries: readonly Day[]; currency: string }
}

const pick = (days: readonly Day[], key: 'essays' | 'netRevenue' | 'totalRevenue') =>
  days.map(each => ({ day: each.day, value: each[key] }))

function useItemsOfDay() {
  const search = useDashboardSearch()
  return (day: string) => itemsBehind(search, { from: day, to: day })
}

/** Revenue by day, cancelled items left out or not. */
export function RevenueChart({ data, of = 'netRevenue' }: SeriesProps & { of?: 'netRevenue' | 'totalRevenue' }) {
  const { currency } = data
  const linkOf = useItemsOfDay()
  return (
    <DayChart
      title={of === 'netRevenue' ? 'Net revenue by day' : 'Gross revenue by day'}
      label="Revenue"
      days={pick(data.series, of)}
      before={pick(data.previousSeries, of)}
      format={value => money(value, currency)}
      formatAxis={value => compactMoney(value, currency)}
      toCell={value => toMajor(value, currency)}
      linkOf={linkOf}
    />
  )
}

/** Items by day. */
export function VolumeChart({ data }: SeriesProps) {
  return (
    <DayChart
      title="Items by day"
      label="Items"
      days={pick(data.series, 'essays')}
      before={pick(data.previousSeries, 'essays')}
      formatAxis={compactCount}
      linkOf={useItemsOfDay()}
    />
  )
}
