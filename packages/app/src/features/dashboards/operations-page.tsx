import { type Outputs, useApi } from '../../data/api.ts'
import { count, percent } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { readAll, TableCard } from '../../ui/table-card.tsx'
import { itemColumns } from '../essays/item-columns.tsx'
import { itemsBehind } from '../essays/item-search.ts'
import { BarCard } from './bar-card.tsx'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { type DashboardSearch, statuses, toFilters } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { FigureStrip } from './figure-strip.tsx'
import { changeText } from './figures.ts'
import { GroupCard } from './group-card.tsx'
import { severities } from './late.ts'

type Operations = Outputs['dashboards']['operations']

/** Whether the work is on time: states, late deliveries and what nobody works on. */
export function OperationsPage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  const query = useLiveQuery(trpc.dashboards.operations.queryOptions({ filters: toFilters(search) }), pace)
  return (
    <Dashboard
      title="Operations"
      path="/dashboards/operations"
      query={query}
      of="essays"
      isEmpty={({ byStatus }) => byStatus.every(({ essays, previous }) => essays === 0 && previous.essays === 0)}
    >
      {data => (
        <>
          <Figures data={data} search={search} />
          <div className={styles.even}>
            <GroupCard
              title="Items by status"
              by="Status"
              groups={data.byStatus}
              show="essays"
              nameOf={key => statuses[key]}
              filterOf={status => ({ status })}
              search={search}
              currency={data.currency}
            />
            <SeverityCard data={data} search={search} />
          </div>
          <LateTable search={search} />
          <UnassignedTable search={search} />
        </>
      )}
    </Dashboard>
  )
}

function Figures({ data: { kpis, currency }, search }: { data: Operations; search: DashboardSearch }) {
  return (
    <FigureStrip
      kpis={kpis}
      columns={4}
      currency={currency}
      show={[
        'onTimeRate',
        'late',
        'maxHoursLate',
        'unassigned',
        'lostRevenue',
        'completed',
        'completionRate',
        'cancellationRate',
      ]}
      behind={{
        late: itemsBehind(search, { time: 'late' }),
        unassigned: itemsBehind(search, { status: 'unassigned' }),
        completed: itemsBehind(search, { status: 'completed' }),
      }}
    />
  )
}

function SeverityCard({ data: { lateBySeverity, kpis }, search }: { data: Operations; search: DashboardSearch }) {
  const late = kpis.late.value
  return (
    <BarCard
      title="Late items by severity"
      head={['Severity', 'Items', 'Items before']}
      none="No item is late"
      summary={lateBySeverity.map(({ key, essays }) => `${severities[key].name}: ${count(essays.value)}.`).join(' ')}
      bars={lateBySeverity.map(({ key, essays }) => {
        const { name, tone } = severities[key]
        return {
          key,
          label: name,
          parts: [{ label: 'items', value: essays.value, tone: tone === 'red' || tone === 'amber' ? tone : 'faint' }],
          text: count(essays.value),
          note: late > 0 ? percent((100 * essays.value) / late) : '',
          before: essays.previous.value,
          link: itemsBehind(search, { time: 'late', sort: 'timeRemainingHours', order: 'asc' }),
          spoken: `${name}: ${count(essays.value)} late, ${changeText('count', essays)} from ${count(essays.previous.value)}. Show the late items`,
          cells: [count(essays.value), count(essays.previous.value)],
          csv: [essays.value, essays.previous.value],
        }
      })}
    />
  )
}

function LateTable({ search }: { search: DashboardSearch }) {
  const { trpc, client } = useApi()
  const input = { filters: toFilters(search) }
  const list = useLiveRows(trpc.dashboards.lateDeliveries.infiniteQueryOptions({ ...input, limit: 20 }, byCursor))
  return (
    <TableCard
      name="late-deliveries"
      title="Late deliveries"
      aside={<span className="dim">the worst first</span>}
      columns={itemColumns(item => itemsBehind(search, { time: 'late', i: item.id }).search)}
      rowKey={row => row.id}
      {...list}
      read={() => readAll(cursor => client.dashboards.lateDeliveries.query({ ...input, limit: 200, cursor }))}
      empty={<Empty title="No item is late" compact />}
    />
  )
}

function UnassignedTable({ search }: { search: DashboardSearch }) {
  const { trpc, client } = useApi()
  const input = { filters: toFilters(search) }
  const list = useLiveRows(trpc.dashboards.unassigned.infiniteQueryOptions({ ...input, limit: 20 }, byCursor))
  return (
    <TableCard
      name="unassigned-items"
      title="Unassigned items"
      aside={<span className="dim">the newest first</span>}
      columns={itemColumns(item => itemsBehind(search, { status: 'unassigned', i: item.id }).search)}
      rowKey={row => row.id}
      {...list}
      read={() => readAll(cursor => client.dashboards.unassigned.query({ ...input, limit: 200, cursor }))}
      empty={<Empty title="Somebody works on every item" compact />}
    />
  )
}
