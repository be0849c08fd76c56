import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { duration, percent } from '../../format/number.ts'
import { clock, toMs } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { conversionPoints, joinBuckets, type Marker } from '../../ui/chart-model.ts'
import { useNow } from '../../ui/clock.tsx'
import type { Issue } from './issue.ts'
import { chartPeriod, hasRate } from './issue-rules.ts'

/** The chart of an issue; nothing to draw once its funnel is gone. */
export function IssueChart({ issue, span }: { issue: Issue; span: '24h' | '7d' }) {
  return issue.funnelId ? <Conversion issue={issue} funnelId={issue.funnelId} span={span} /> : null
}

/** Conversion around the detection, against the range in which the usual rate varies by chance. */
function Conversion({ issue, funnelId, span }: { issue: Issue; funnelId: string; span: '24h' | '7d' }) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/issues' })
  const now = useNow(60_000)
  const period = chartPeriod(issue.detectedAt, span, now)
  const query = useLiveQuery(
    trpc.funnels.series.queryOptions({ id: funnelId, step: issue.step, until: issue.lastStep, ...period }),
    {
      pace: 2_000,
    },
  )
  // What is usual for arrivals or errors is no level of the conversion.
  const usual = hasRate(issue.kind) ? (issue.baseline?.rate ?? null) : null
  const switcher = (
    <SegmentedControl
      aria-label="Span of the chart"
      value={span}
      onChange={value =>
        void navigate({
          search: ({ span: _, ...rest }) => (value === '7d' ? { ...rest, span: '7d' as const } : rest),
          replace: true,
        })
      }
      data={[
        { value: '24h', label: '24 h' },
        { value: '7d', label: '7 d' },
      ]}
    />
  )
  return (
    <Async
      query={query}
      skeleton={
        <Card title="Conversion, hourly" actions={switcher}>
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
            markers={markers(issue, period)}
            domain={[0, 100]}
            span={[toMs(period.from), Math.max(toMs(issue.detectedAt), Math.min(now, toMs(period.to)))]}
            format={value => percent(value)}
            formatAxis={value => `${value}`}
            actions={switcher}
          />
        )
      }}
    </Async>
  )
}

function markers(issue: Issue, period: { from: string; to: string }): Marker[] {
  const inside = (at: number) => at >= toMs(period.from) && at <= toMs(period.to)
  const found: Marker[] = [
    { at: toMs(issue.detectedAt), label: `detected ${clock(issue.detectedAt, false)}`, tone: 'red' },
  ]
  if (issue.recoveredAt) {
    found.push({ at: toMs(issue.recoveredAt), label: `recovered ${clock(issue.recoveredAt, false)}`, tone: 'green' })
  }
  return found.filter(marker => inside(marker.at))
}
