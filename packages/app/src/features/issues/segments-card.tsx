import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { count, percent, points } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty, Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import type { Period } from '../../url/period.ts'
import { type Breakdown, breakdownNames, breakdowns } from '../funnels/funnel-search.ts'
import type { Issue } from './issue.ts'
import { type Segment, segmentsOf } from './segments.ts'
import styles from './segments-card.module.css'

export interface SegmentsCardProps {
  issue: Issue
  funnelId: string
  current: Period
  baseline: Period
  by: Breakdown
}

/** A fall of this many points is the issue's own, not noise of a small segment. */
const notable = 12

/** Whom the fall hit: the same two rates for each kind of visit, most affected first. */
export function SegmentsCard({ issue, funnelId, current, baseline, by }: SegmentsCardProps) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/issues' })
  const report = (period: Period) => trpc.funnels.report.queryOptions({ id: funnelId, breakdown: by, ...period })
  const now = useLiveQuery(report(current), { pace: 10_000 })
  // After the first, so that a week of events does not hold up what the page shows above.
  const usual = useLiveQuery({ ...report(baseline), enabled: now.data !== undefined }, { pace: 60_000 })
  const error = now.error ?? usual.error
  const segments =
    now.data?.breakdown && usual.data?.breakdown
      ? segmentsOf(now.data.breakdown, usual.data.breakdown, issue)
      : undefined
  return (
    <Card
      title="Whom it hits"
      flush
      actions={
        <SegmentedControl
          aria-label="Break down by"
          value={by}
          onChange={value =>
            void navigate({
              search: ({ by: _, ...rest }) => {
                const chosen = breakdownNames.find(name => name === value)
                return chosen && chosen !== 'device' ? { ...rest, by: chosen } : rest
              },
              replace: true,
            })
          }
          data={breakdownNames.map(value => ({ value, label: breakdowns[value] }))}
        />
      }
    >
      {segments ? (
        segments.length > 0 ? (
          <Segments label={breakdowns[by]} segments={segments} />
        ) : (
          <Empty title="Too few visits to tell them apart" compact>
            Each kind of visit needs at least 10 at this step.
          </Empty>
        )
      ) : error ? (
        <Failed error={error} compact />
      ) : (
        <Rows count={3} />
      )}
    </Card>
  )
}

function Segments({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">Visits</th>
          <th scope="col">Usual</th>
          <th scope="col">Now</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {segments.slice(0, 6).map(segment => (
          <tr key={segment.value}>
            <th scope="row">{segment.value || 'Unknown'}</th>
            <td className="dim">{count(segment.nowVisits)}</td>
            <td>{percent(segment.usual)}</td>
            <td>{percent(segment.now)}</td>
            <td className={(segment.drop ?? 0) > notable ? styles.fell : 'dim'}>
              {points(segment.drop === null ? null : -segment.drop)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
