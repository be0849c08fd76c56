import type { LinkProps } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { compactCount, count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { BarCard } from './bar-card.tsx'
import { Dashboard, useDashboardSearch } from './dashboard.tsx'
import { daysOf, toFilters } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { DayChart } from './day-chart.tsx'
import { FigureStrip } from './figure-strip.tsx'
import { changeText, type Figure } from './figures.ts'
import { RetentionCard } from './retention-card.tsx'

type Usage = Outputs['dashboards']['usage']

/** What people do in the product: how many come, what they do there, and whether they come again. */
export function UsagePage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  // Events arrive all the time.
  const query = useLiveQuery(trpc.dashboards.usage.queryOptions({ filters: toFilters(daysOf(search)) }), {
    pace: 10_000,
  })
  return (
    <Dashboard
      title="Usage"
      path="/dashboards/usage"
      query={query}
      of="events"
      isEmpty={({ kpis }) => kpis.events.value === 0 && kpis.events.previous.value === 0}
    >
      {data => (
        <>
          <Figures data={data} />
          <div className={styles.even}>
            <UsageChart data={data} of="people" title="People by day" label="People" />
            <UsageChart data={data} of="visits" title="Visits by day" label="Visits" />
            <TopCard
              title="Top events"
              by="Event"
              what="events"
              rows={data.topEvents.map(({ key, events }) => ({ key, figure: events }))}
              linkOf={name => ({ to: '/events', search: { name } })}
            />
            <TopCard
              title="Top pages"
              by="Page"
              what="views"
              none="No page views on these days. The tracker sends them where its script tag has data-auto-page."
              rows={data.topPages.map(({ key, views }) => ({ key, figure: views }))}
            />
          </div>
          <RetentionCard weeks={data.retention} />
        </>
      )}
    </Dashboard>
  )
}

function Figures({ data: { kpis } }: { data: Usage }) {
  return <FigureStrip kpis={kpis} show={['people', 'newPeople', 'visits', 'events', 'eventsPerVisit', 'errorRate']} />
}

interface UsageChartProps {
  data: Usage
  of: 'people' | 'visits'
  title: string
  label: string
}

function UsageChart({ data, of, title, label }: UsageChartProps) {
  const pick = (days: Usage['series']) => days.map(each => ({ day: each.day, value: each[of] }))
  return (
    <DayChart
      title={title}
      label={label}
      days={pick(data.series)}
      before={pick(data.previousSeries)}
      formatAxis={compactCount}
    />
  )
}

interface TopCardProps {
  title: string
  by: string
  what: string
  rows: ReadonlyArray<{ key: string; figure: Figure }>
  linkOf?: (key: string) => LinkProps
  none?: string
}

function TopCard({ title, by, what, rows, linkOf, none = `No ${what} on these days` }: TopCardProps) {
  return (
    <BarCard
      title={title}
      head={[by, `${what.charAt(0).toUpperCase()}${what.slice(1)}`, 'Before']}
      none={none}
      summary={rows[0] ? `The first is ${rows[0].key} with ${count(rows[0].figure.value)} ${what}.` : ''}
      bars={rows.map(({ key, figure }) => ({
        key,
        label: key,
        parts: [{ label: what, value: figure.value, tone: 'accent' as const }],
        text: count(figure.value),
        note: changeText('count', figure) ?? '',
        before: figure.previous.value,
        ...(linkOf && { link: linkOf(key) }),
        spoken: `${key}: ${count(figure.value)} ${what}, ${count(figure.previous.value)} before`,
        cells: [count(figure.value), count(figure.previous.value)],
        csv: [figure.value, figure.previous.value],
      }))}
    />
  )
}
