import { useApi } from '../../data/api.ts'
import { duration, percent } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { conversionPoints, joinBuckets } from '../../ui/chart-model.ts'
import { useNow } from '../../ui/clock.tsx'
import { axisOf, markersOf, type Span, SpanSwitch } from './chart-span.tsx'
import type { Issue } from './issue.ts'
import { chartPeriod, hasRate } from './issue-rules.ts'
import { ArrivalsChart, ErrorsChart } from './watched-chart.tsx'

/** The chart of what an issue is about; nothing to draw once its funnel is gone. */
export function IssueChart({ issue, span }: { issue: Issue; span: Span }) {
  if (!issue.funnelId) return null
  if (issue.kind === 'silence') return <ArrivalsChart issue={issue} span={span} />
  if (!hasRate(issue.kind)) return <ErrorsChart issue={issue} span={span} />
  return <Conversion issue={issue} funnelId={issue.funnelId} span={span} />
}

/** Conversion around the detection, against the range in which the usual rate varies by chance. */
function Conversion({ issue, funnelId, span }: { issue: Issue; funnelId: string; span: Span }) {
  const { trpc } = useApi()
  const now = useNow(60_000)
  const period = chartPeriod(issue.detectedAt, span, now)
  const query = useLiveQuery(
    trpc.funnels.series.queryOptions({ id: funnelId, step: issue.step, until: issue.lastStep, ...period }),
    {
      pace: 2_000,
    },
  )
  const usual = issue.baseline?.rate ?? null
  const actions = <SpanSwitch span={span} />
  return (
    <Async
      query={query}
      skeleton={
        <Card title="Conversion, hourly" actions={actions}>
          <Rows count={6} height={20} gap={14} />
        </Card>
      }
    >
      {series => {
        const { items, bucketSeconds } = joinBuckets(series.items, series.bucketSeconds)
        return (
          <ChartCard
            title={bucketSeconds === 3_600 ? 'Conversion, hourly' : `Conversion, every ${duration(bucketSeconds)}`}
            points={conversionPoints(items, usual)}
            series={[{ key: 'rate', label: 'Conversion', kind: 'line', tone: 'accent' }]}
            extraColumns={[
              { key: 'visits', label: 'Visits' },
              { key: 'completed', label: 'Completed' },
            ]}
            {...(usual !== null && { bandLabel: 'Usual range' })}
            level={usual}
            markers={markersOf(issue, period)}
            domain={[0, 100]}
            span={axisOf(issue, period, now)}
            format={value => percent(value)}
            formatAxis={value => `${value}`}
            actions={actions}
          />
        )
      }}
    </Async>
  )
}
