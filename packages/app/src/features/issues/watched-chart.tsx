import { useApi } from '../../data/api.ts'
import { compactCount, count, duration, percent } from '../../format/number.ts'
import { toMs } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { conversionPoints, joinBuckets } from '../../ui/chart-model.ts'
import { useNow } from '../../ui/clock.tsx'
import { axisOf, markersOf, type Span, SpanSwitch } from './chart-span.tsx'
import type { Issue } from './issue.ts'
import { chartPeriod } from './issue-rules.ts'

const fiveMinutes = 300_000

interface WatchedProps {
  issue: Issue
  span: Span
}

/** The issue's hours. Where nothing comes no change is heard of, so that they are asked for anew as time passes. */
function useSeries({ issue, span }: WatchedProps) {
  const { trpc } = useApi()
  const now = useNow(60_000)
  const period = chartPeriod(issue.detectedAt, span, now)
  const passed = Math.floor(now / fiveMinutes) * fiveMinutes
  const to = new Date(Math.min(toMs(period.to), passed)).toISOString()
  const query = useLiveQuery(trpc.issues.series.queryOptions({ id: issue.id, from: period.from, to }), { pace: 10_000 })
  return {
    query,
    shared: {
      markers: markersOf(issue, period),
      span: axisOf(issue, period, now),
      bandLabel: 'Usual range',
      actions: <SpanSwitch span={span} />,
    },
  }
}

const Waiting = ({ title, span }: { title: string; span: Span }) => (
  <Card title={title} actions={<SpanSwitch span={span} />}>
    <Rows count={6} height={20} gap={14} />
  </Card>
)

/** Visits that came to the step, against what the same hour of the days before makes likely. */
export function ArrivalsChart({ issue, span }: WatchedProps) {
  const { query, shared } = useSeries({ issue, span })
  const title = `Visits at ${issue.step}, hourly`
  return (
    <Async query={query} skeleton={<Waiting title={title} span={span} />}>
      {({ items }) => (
        <ChartCard
          title={title}
          points={items.map(({ at, visits, expected }) => ({
            at: toMs(at),
            values: { arrivals: visits },
            band: expected && [expected.low, expected.high],
          }))}
          series={[{ key: 'arrivals', label: 'Visits', kind: 'line', tone: 'accent' }]}
          format={count}
          formatAxis={compactCount}
          {...shared}
        />
      )}
    </Async>
  )
}

/** The share of visits that met an error, against the range in which the usual share varies by chance. */
export function ErrorsChart({ issue, span }: WatchedProps) {
  const { query, shared } = useSeries({ issue, span })
  const usual = issue.baseline?.rate ?? null
  const titled = (every: string) => `Visits with an error, ${every}`
  return (
    <Async query={query} skeleton={<Waiting title={titled('hourly')} span={span} />}>
      {series => {
        const { items, bucketSeconds } = joinBuckets(series.items, series.bucketSeconds)
        return (
          <ChartCard
            title={titled(bucketSeconds === 3_600 ? 'hourly' : `every ${duration(bucketSeconds)}`)}
            points={conversionPoints(items, usual)}
            series={[{ key: 'rate', label: 'With an error', kind: 'line', tone: 'red' }]}
            extraColumns={[
              { key: 'visits', label: 'Visits' },
              { key: 'completed', label: 'Of them with an error' },
            ]}
            level={usual}
            format={value => percent(value)}
            formatAxis={value => `${value}`}
            {...shared}
          />
        )
      }}
    </Async>
  )
}
