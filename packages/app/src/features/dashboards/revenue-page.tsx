import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { statuses, toFilters, turnarounds } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { FigureStrip } from './figure-strip.tsx'
import { GroupCard } from './group-card.tsx'
import { RevenueChart, VolumeChart } from './revenue-charts.tsx'

/** Where the money comes from, with and without what was cancelled. */
export function RevenuePage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  const query = useLiveQuery(trpc.dashboards.revenue.queryOptions({ filters: toFilters(search) }), pace)
  return (
    <Dashboard
      title="Revenue"
      path="/dashboards/revenue"
      query={query}
      of="essays"
      isEmpty={({ kpis }) => kpis.essays.value === 0 && kpis.essays.previous.value === 0}
    >
      {data => {
        const { kpis, currency } = data
        const shared = { search, currency, show: 'revenue' as const }
        return (
          <>
            <FigureStrip
              kpis={kpis}
              currency={currency}
              show={['netRevenue', 'totalRevenue', 'cancelledRevenue', 'lostRevenue', 'essays', 'avgRevenue']}
              labels={{ lostRevenue: 'Unassigned, at risk' }}
            />
            <RevenueChart data={data} />
            <div className={styles.even}>
              <RevenueChart data={data} of="totalRevenue" />
              <VolumeChart data={data} />
              <GroupCard
                title="Gross revenue by channel"
                by="Channel"
                groups={data.byChannel}
                filterOf={channel => ({ channel })}
                {...shared}
              />
              <div className={styles.stack}>
                <GroupCard
                  title="Gross revenue by turnaround"
                  by="Turnaround"
                  groups={data.byTurnaround}
                  nameOf={key => turnarounds[key]}
                  filterOf={turnaround => ({ turnaround })}
                  {...shared}
                />
                <GroupCard
                  title="Gross revenue by status"
                  by="Status"
                  groups={data.byStatus}
                  nameOf={key => statuses[key]}
                  filterOf={status => ({ status })}
                  {...shared}
                />
              </div>
            </div>
          </>
        )
      }}
    </Dashboard>
  )
}
