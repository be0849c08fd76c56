import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { itemsBehind, unknown } from '../essays/item-search.ts'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { type DashboardSearch, toFilters, turnarounds } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { FigureStrip } from './figure-strip.tsx'
import { GroupCard } from './group-card.tsx'
import { hoursLate, severityTone } from './late.ts'
import { RatingCard } from './rating-card.tsx'
import { RevenueChart, VolumeChart } from './revenue-charts.tsx'

type Overview = Outputs['dashboards']['overview']

/** How the business of essays goes: money, customers, time and quality, and what needs someone. */
export function OverviewPage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  const query = useLiveQuery(trpc.dashboards.overview.queryOptions({ filters: toFilters(search) }), pace)
  return (
    <Dashboard
      title="Overview"
      path="/dashboards/overview"
      query={query}
      of="essays"
      isEmpty={({ kpis }) => kpis.essays.value === 0 && kpis.essays.previous.value === 0}
    >
      {data => (
        <>
          <Figures data={data} search={search} />
          <div className={styles.wide}>
            <RevenueChart data={data} />
            <NeedsAttention data={data} search={search} />
          </div>
          <div className={styles.even}>
            <div className={styles.stack}>
              <GroupCard
                title="Gross revenue by channel"
                by="Channel"
                groups={data.byChannel}
                show="revenue"
                filterOf={channel => ({ channel })}
                search={search}
                currency={data.currency}
              />
              <GroupCard
                title="Gross revenue by turnaround"
                by="Turnaround"
                groups={data.byTurnaround}
                show="revenue"
                nameOf={key => turnarounds[key]}
                filterOf={turnaround => ({ turnaround })}
                search={search}
                currency={data.currency}
              />
            </div>
            <div className={styles.stack}>
              <VolumeChart data={data} />
              <RatingCard drafts={data.ratingsByDraft} search={search} more />
            </div>
          </div>
        </>
      )}
    </Dashboard>
  )
}

function Figures({ data, search }: { data: Overview; search: DashboardSearch }) {
  const { kpis, currency } = data
  return (
    <FigureStrip
      kpis={kpis}
      columns={6}
      currency={currency}
      show={[
        'netRevenue',
        'activeCustomers',
        'onTimeRate',
        'multiDraftRate',
        'avgRating',
        'essays',
        'totalRevenue',
        'ePlusRate',
        'qualityLift',
        'late',
        'unassigned',
        'lostRevenue',
      ]}
      behind={{
        essays: itemsBehind(search),
        late: itemsBehind(search, { time: 'late' }),
        unassigned: itemsBehind(search, { status: 'unassigned' }),
      }}
    />
  )
}

/** The worst late items and the newest that nobody works on. */
function NeedsAttention({ data, search }: { data: Overview; search: DashboardSearch }) {
  const { late, unassigned, kpis } = data
  return (
    <Card
      title="Needs attention"
      // An item may be both, so that their sum would say nothing.
      aside={
        <span className="dim">{`${count(kpis.late.value)} late, ${count(kpis.unassigned.value)} unassigned`}</span>
      }
      actions={
        <Link to="/dashboards/operations" search={search} className="link">
          Operations
        </Link>
      }
      flush
    >
      {late.length + unassigned.length === 0 && (
        <Empty title="Nothing needs you" compact>
          No item is late, and somebody works on each.
        </Empty>
      )}
      {late.map(item => (
        <Link key={item.id} {...itemsBehind(search, { time: 'late', i: item.id })} className={styles.row}>
          <Chip tone={severityTone(item)}>Late {hoursLate(item)}</Chip>
          <span className="cut">
            {item.itemId} · {item.studentId ?? unknown}
          </span>
          <span>{money(item.revenue, item.currency)}</span>
        </Link>
      ))}
      {unassigned.map(item => (
        <Link key={item.id} {...itemsBehind(search, { status: 'unassigned', i: item.id })} className={styles.row}>
          <Chip tone="amber">Unassigned</Chip>
          <span className="cut">
            {item.itemId} · {item.studentId ?? unknown}
          </span>
          <span>{money(item.revenue, item.currency)}</span>
        </Link>
      ))}
    </Card>
  )
}
