import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { KpiStrip } from '../../ui/kpi.tsx'
import { itemsBehind, unknown } from '../essays/item-search.ts'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { type DashboardSearch, toFilters, turnarounds } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { definitions } from './definitions.ts'
import { FigureKpi } from './figure-kpi.tsx'
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
            <GroupCard
              title="Revenue by channel"
              by="Channel"
              groups={data.byChannel}
              show="revenue"
              filterOf={channel => ({ channel })}
              search={search}
              currency={data.currency}
            />
            <VolumeChart data={data} />
            <GroupCard
              title="Revenue by turnaround"
              by="Turnaround"
              groups={data.byTurnaround}
              show="revenue"
              nameOf={key => turnarounds[key]}
              filterOf={turnaround => ({ turnaround })}
              search={search}
              currency={data.currency}
            />
            <RatingCard drafts={data.ratingsByDraft} search={search} more />
          </div>
        </>
      )}
    </Dashboard>
  )
}

function Figures({ data, search }: { data: Overview; search: DashboardSearch }) {
  const { kpis, currency } = data
  return (
    <KpiStrip>
      <FigureKpi
        label="Revenue, without cancelled"
        kind="money"
        figure={kpis.netRevenue}
        definition={definitions.netRevenue}
        currency={currency}
        wish="up"
      />
      <FigureKpi
        label="Active customers"
        kind="count"
        figure={kpis.activeCustomers}
        definition={definitions.activeCustomers}
        wish="up"
      />
      <FigureKpi
        label="On time"
        kind="percent"
        figure={kpis.onTimeRate}
        definition={definitions.onTimeRate}
        wish="up"
      />
      <FigureKpi
        label="Multi-draft customers"
        kind="percent"
        figure={kpis.multiDraftRate}
        definition={definitions.multiDraftRate}
        wish="up"
      />
      <FigureKpi
        label="Average rating"
        kind="rating"
        figure={kpis.avgRating}
        definition={definitions.avgRating}
        wish="up"
      />
      <FigureKpi
        label="Items"
        kind="count"
        figure={kpis.essays}
        definition={definitions.essays}
        wish="up"
        link={text => <Link {...itemsBehind(search)}>{text}</Link>}
      />
      <FigureKpi
        label="Revenue, with cancelled"
        kind="money"
        figure={kpis.totalRevenue}
        definition={definitions.totalRevenue}
        currency={currency}
        wish="up"
      />
      <FigureKpi label="E+ rate" kind="percent" figure={kpis.ePlusRate} definition={definitions.ePlusRate} wish="up" />
      <FigureKpi
        label="Quality lift, draft 1 to 2"
        kind="lift"
        figure={kpis.qualityLift}
        definition={definitions.qualityLift}
        wish="up"
      />
      <FigureKpi
        label="Late"
        kind="count"
        figure={kpis.late}
        definition={definitions.late}
        wish="down"
        link={text => <Link {...itemsBehind(search, { time: 'late' })}>{text}</Link>}
      />
      <FigureKpi
        label="Unassigned"
        kind="count"
        figure={kpis.unassigned}
        definition={definitions.unassigned}
        wish="down"
        link={text => <Link {...itemsBehind(search, { status: 'unassigned' })}>{text}</Link>}
      />
      <FigureKpi
        label="Revenue at risk"
        kind="money"
        figure={kpis.lostRevenue}
        definition={definitions.lostRevenue}
        currency={currency}
        wish="down"
      />
    </KpiStrip>
  )
}

/** The worst late items and the newest that nobody works on. */
function NeedsAttention({ data, search }: { data: Overview; search: DashboardSearch }) {
  const { late, unassigned, kpis } = data
  const waiting = kpis.late.value + kpis.unassigned.value
  return (
    <Card
      title="Needs attention"
      aside={waiting > 0 && <Chip tone="red">{count(waiting)}</Chip>}
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
