import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { clock, toMs } from '../../format/time.ts'
import type { Marker } from '../../ui/chart-model.ts'
import type { Period } from '../../url/period.ts'
import type { Issue } from './issue.ts'

export type Span = '24h' | '7d'

/** Chooses how much an issue's chart shows. */
export function SpanSwitch({ span }: { span: Span }) {
  const navigate = useNavigate({ from: '/issues' })
  return (
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
}

/** When the issue was detected, and when it was over. */
export function markersOf(issue: Issue, period: Period): Marker[] {
  const inside = (at: number) => at >= toMs(period.from) && at <= toMs(period.to)
  const found: Marker[] = [
    { at: toMs(issue.detectedAt), label: `detected ${clock(issue.detectedAt, false)}`, tone: 'red' },
  ]
  if (issue.recoveredAt) {
    found.push({ at: toMs(issue.recoveredAt), label: `recovered ${clock(issue.recoveredAt, false)}`, tone: 'green' })
  }
  return found.filter(marker => inside(marker.at))
}

/** Ends of the time axis: never before the detection, and not in the future. */
export const axisOf = (issue: Issue, period: Period, now: number): [from: number, to: number] => [
  toMs(period.from),
  Math.max(toMs(issue.detectedAt), Math.min(now, toMs(period.to))),
]
