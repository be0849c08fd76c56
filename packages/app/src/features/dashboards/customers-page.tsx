import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { money, roundMoney } from '../../format/money.ts'
import { count, percent, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty } from '../../ui/async.tsx'
import { type CsvColumn, TableCard } from '../../ui/table-card.tsx'
import { itemsBehind } from '../essays/item-search.ts'
import { BarCard } from './bar-card.tsx'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { customerTypes, type DashboardSearch, toFilters } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { FigureStrip } from './figure-strip.tsx'
import { changeText, figureText, isUndefined } from './figures.ts'
import { toMajor } from './money-cells.ts'

type Customers = Outputs['dashboards']['customers']
type Group = Customers['channelPerformance'][number]

/** Who orders: how many, how often, from where, and what each is worth. */
export function CustomersPage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  const query = useLiveQuery(trpc.dashboards.customers.queryOptions({ filters: toFilters(search) }), pace)
  return (
    <Dashboard
      title="Customers"
      path="/dashboards/customers"
      query={query}
      of="essays"
      isEmpty={({ kpis }) => kpis.students.value === 0 && kpis.students.previous.value === 0}
    >
      {data => (
        <>
          <Figures data={data} />
          <TableCard
            name="channel-performance"
            title="Channels"
            columns={groupColumns('Channel', data, key => itemsBehind(search, { channel: key }))}
            rows={data.channelPerformance}
            rowKey={row => row.key}
            empty={<Empty title="No channels on these days" compact />}
          />
          <div className={styles.even}>
            <LocationCard data={data} search={search} />
            <MixCard data={data} search={search} />
          </div>
        </>
      )}
    </Dashboard>
  )
}

function Figures({ data: { kpis, currency } }: { data: Customers }) {
  return (
    <FigureStrip
      kpis={kpis}
      currency={currency}
      show={['activeCustomers', 'students', 'multiDraftRate', 'avgLtv', 'essaysPerStudent']}
    />
  )
}

function groupColumns(
  by: string,
  { currency }: Customers,
  behind: (key: string) => ReturnType<typeof itemsBehind>,
): readonly CsvColumn<Group>[] {
  return [
    {
      key: 'key',
      title: by,
      fixed: true,
      render: row => (
        <Link {...behind(row.key)} className={styles.name}>
          {row.key}
        </Link>
      ),
      csv: row => row.key,
    },
    {
      key: 'customers',
      title: 'Customers',
      align: 'right',
      render: row => count(row.customers.value),
      csv: row => row.customers.value,
    },
    {
      key: 'change',
      title: 'Change',
      align: 'right',
      render: row => <span className="dim">{changeText('count', row.customers)}</span>,
      csv: row => row.customers.value - row.customers.previous.value,
    },
    {
      key: 'revenue',
      title: 'Revenue',
      align: 'right',
      render: row => money(row.totalRevenue.value, currency),
      csv: row => toMajor(row.totalRevenue.value, currency),
    },
    {
      key: 'net',
      title: 'Without cancelled',
      align: 'right',
      render: row => money(row.netRevenue.value, currency),
      csv: row => toMajor(row.netRevenue.value, currency),
    },
    {
      key: 'ltv',
      title: 'Per customer',
      align: 'right',
      render: row => money(row.avgLtv.value, currency),
      csv: row => toMajor(row.avgLtv.value, currency),
    },
    {
      key: 'multi',
      title: 'Multi-draft',
      align: 'right',
      render: row => (isUndefined(row.multiDraftRate) ? '–' : percent(row.multiDraftRate.value)),
      csv: row => row.multiDraftRate.value,
    },
  ]
}

/** The ten places with the most revenue. */
function LocationCard({ data, search }: { data: Customers; search: DashboardSearch }) {
  const { byLocation, currency } = data
  const first = byLocation[0]
  return (
    <BarCard
      title="Gross revenue by location"
      head={['Location', 'Customers', 'Revenue', 'Without cancelled', 'Per customer', 'Revenue before']}
      none="No locations on these days"
      summary={
        first
          ? `The ${plural(byLocation.length, 'place')} with the most revenue; the first is ${first.key} with ${roundMoney(first.totalRevenue.value, currency)}.`
          : ''
      }
      bars={byLocation.map(({ key, customers, totalRevenue, netRevenue, avgLtv }) => ({
        key,
        label: key,
        parts: [{ label: 'revenue', value: totalRevenue.value, tone: 'accent' as const }],
        text: roundMoney(totalRevenue.value, currency),
        note: changeText('money', totalRevenue) ?? '',
        before: totalRevenue.previous.value,
        link: itemsBehind(search, { location: key }),
        spoken: `${key}: ${roundMoney(totalRevenue.value, currency)} from ${plural(customers.value, 'customer')}, ${roundMoney(totalRevenue.previous.value, currency)} before. Show the items`,
        cells: [
          count(customers.value),
          money(totalRevenue.value, currency),
          money(netRevenue.value, currency),
          money(avgLtv.value, currency),
          money(totalRevenue.previous.value, currency),
        ],
        csv: [
          customers.value,
          ...[totalRevenue.value, netRevenue.value, avgLtv.value, totalRevenue.previous.value].map(amount =>
            toMajor(amount, currency),
          ),
        ],
      }))}
    />
  )
}

/** Those who send one draft against those who send several. */
function MixCard({ data, search }: { data: Customers; search: DashboardSearch }) {
  const { mix, currency } = data
  const all = mix.reduce((sum, { customers }) => sum + customers.value, 0)
  const share = (value: number) => (all > 0 ? (100 * value) / all : 0)
  return (
    <BarCard
      title="Single and multi-draft customers"
      head={['Customers who are', 'Customers', 'Revenue', 'Customers before', 'Revenue before']}
      none="No customers on these days"
      summary={mix.map(({ key, customers }) => `${customerTypes[key]}: ${percent(share(customers.value))}.`).join(' ')}
      bars={mix.map(({ key, customers, totalRevenue }) => ({
        key,
        label: customerTypes[key],
        parts: [
          {
            label: 'customers',
            value: customers.value,
            tone: key === 'multi' ? ('accent' as const) : ('faint' as const),
          },
        ],
        text: count(customers.value),
        note: percent(share(customers.value)),
        before: customers.previous.value,
        link: itemsBehind(search, { customers: key }),
        spoken: `${customerTypes[key]}: ${plural(customers.value, 'customer')}, ${percent(share(customers.value))}, with ${roundMoney(totalRevenue.value, currency)}; ${figureText('count', customers.previous.value)} before. Show the items`,
        cells: [
          count(customers.value),
          money(totalRevenue.value, currency),
          count(customers.previous.value),
          money(totalRevenue.previous.value, currency),
        ],
        csv: [
          customers.value,
          toMajor(totalRevenue.value, currency),
          customers.previous.value,
          toMajor(totalRevenue.previous.value, currency),
        ],
      }))}
    />
  )
}
