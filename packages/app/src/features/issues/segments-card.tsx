import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { count, percent, points } from '../../format/number.ts'
import { pValue } from '../../format/statistics.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { type Breakdown, breakdownNames, breakdowns } from '../funnels/funnel-search.ts'
import type { Issue } from './issue.ts'
import styles from './segments-card.module.css'

type Segment = Outputs['issues']['segments']['items'][number]
type Share = NonNullable<Segment['rates']>['now']

/** Whom the issue hits: its figures for each kind of visit, those that are surely hit first. */
export function SegmentsCard({ issue, by }: { issue: Issue; by: Breakdown }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.issues.segments.queryOptions({ id: issue.id }), { keepPrevious: false, pace: 60_000 })
  return (
    <Card title="Whom it hits" flush actions={<BreakdownSwitch by={by} />}>
      <Async query={query} skeleton={<Rows count={3} />} compact>
        {({ items }) => {
          const segments = shownOf(items, by)
          return segments.length > 0 ? (
            <Segments issue={issue} label={breakdowns[by]} segments={segments} />
          ) : (
            <Empty title="Too few visits to tell them apart" compact>
              Each kind of visit needs at least {fewestVisits} at this step.
            </Empty>
          )
        }}
      </Async>
    </Card>
  )
}

function BreakdownSwitch({ by }: { by: Breakdown }) {
  const navigate = useNavigate({ from: '/issues' })
  return (
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
  )
}

/** With fewer visits than this a rate says nothing. */
const fewestVisits = 10
const mostShown = 6

/** Everything that is surely hit, and the weightiest of the rest. */
function shownOf(items: readonly Segment[], by: Breakdown): Segment[] {
  const enough = items.filter(
    ({ rates, arrivals, stands }) => stands || (rates?.now.of ?? arrivals?.expected ?? 0) >= fewestVisits,
  )
  return enough.filter(segment => segment.by === by).filter(({ stands }, index) => stands || index < mostShown)
}

const hit: Readonly<Record<Issue['kind'], string>> = {
  conversion_drop: 'fell',
  manual: 'fell',
  error_rate: 'rose',
  silence: 'silent',
}

function Segments({ issue, label, segments }: { issue: Issue; label: string; segments: readonly Segment[] }) {
  const isSilence = issue.kind === 'silence'
  const columns = isSilence ? ['Seen', 'Expected', 'Of the usual'] : ['Visits', 'Now', 'Usually', 'Change']
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {[label, ...columns].map(column => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {segments.map(segment => (
          <tr key={segment.value}>
            <th scope="row">
              {segment.value === 'unknown' ? 'Unknown' : segment.value}{' '}
              {segment.stands && <Chip tone="red">{hit[issue.kind]}</Chip>}
            </th>
            {segment.rates && <Rates rates={segment.rates} segment={segment} />}
            {segment.arrivals && <Arrivals arrivals={segment.arrivals} stands={segment.stands} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A figure with what qualifies it below. */
function Cell({ under, worse = false, children }: { under?: ReactNode; worse?: boolean; children: ReactNode }) {
  return (
    <td className={worse ? styles.worse : undefined}>
      {children}
      {under && <span className={styles.under}>{under}</span>}
    </td>
  )
}

const interval = ({ low, high }: Share) =>
  low === null || high === null ? null : (
    <span title="In 95 of 100 cases">
      {low.toFixed(1)}–{high.toFixed(1)}
    </span>
  )

function Rates({ rates, segment }: { rates: NonNullable<Segment['rates']>; segment: Segment }) {
  const { now, usual } = rates
  const change = now.rate === null || usual.rate === null ? null : now.rate - usual.rate
  return (
    <>
      <Cell under={`usual ${count(usual.of)}`}>{count(now.of)}</Cell>
      <Cell under={interval(now)}>{percent(now.rate)}</Cell>
      <Cell under={interval(usual)}>{percent(usual.rate)}</Cell>
      <Cell
        worse={segment.stands}
        under={
          segment.p !== null && (
            <span title="By chance, as the scan saw it that opened the issue">{pValue(segment.p)}</span>
          )
        }
      >
        {points(change)}
      </Cell>
    </>
  )
}

function Arrivals({ arrivals, stands }: { arrivals: NonNullable<Segment['arrivals']>; stands: boolean }) {
  const { seen, low, high, expected } = arrivals
  return (
    <>
      <Cell
        under={
          <span title="Where the mean lies in 95 of 100 cases">
            {low}–{high}
          </span>
        }
      >
        {count(seen)}
      </Cell>
      <Cell>{expected.toFixed(1)}</Cell>
      <Cell worse={stands}>{expected > 0 ? percent((100 * seen) / expected) : '–'}</Cell>
    </>
  )
}
