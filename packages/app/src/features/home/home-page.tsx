import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { compactCount, count, plural } from '../../format/number.ts'
import { startOfDay } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useShell } from '../../shell/shell-context.ts'
import { Async, type AsyncProps, Empty, Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart-card.tsx'
import { fillGaps } from '../../ui/chart-model.ts'
import { useNow } from '../../ui/clock.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { resolvePeriod } from '../../url/period.ts'
import { SeverityMark } from '../issues/marks.tsx'
import { GettingStarted, useStart } from './getting-started.tsx'
import styles from './home-page.module.css'
import { SampleBanner } from './sample-banner.tsx'

const day = 86_400_000

/** What this workspace did today, what needs someone, and how to begin. */
export function HomePage() {
  const { workspace } = useShell()
  const { trpc } = useApi()
  const now = useNow(60_000)
  const about = useLiveQuery(trpc.workspace.get.queryOptions({}), { pace: 5_000 })
  const midnight = startOfDay(now, about.data?.timeZone ?? 'UTC')
  const names = useLiveQuery(
    trpc.events.names.queryOptions({
      from: new Date(midnight).toISOString(),
      to: new Date(midnight + day).toISOString(),
    }),
    { pace: 2_000 },
  )
  const start = useStart(names.data?.items)
  if (about.error && !about.data) {
    return (
      <Page title="Home">
        <Failed error={about.error} onRetry={() => void about.refetch()} />
      </Page>
    )
  }
  // Without sample data there is nothing else to look at until one's own arrives: the way there comes first.
  const isNew = start.done === false && about.data?.sample.present === false
  return (
    <Page title="Home" crumb={workspace?.name}>
      <div className={styles.stack}>
        {about.data?.sample.present && <SampleBanner sample={about.data.sample} />}
        {isNew && <GettingStarted start={start} />}
        <Today midnight={midnight} timeZone={about.data?.timeZone} />
        <div className={styles.columns}>
          <LastHour now={now} />
          <NeedsAttention />
        </div>
        {start.done === false && !isNew ? (
          <div className={styles.columns}>
            <GettingStarted start={start} />
            <Arrived query={names} />
          </div>
        ) : (
          <Arrived query={names} />
        )}
      </div>
    </Page>
  )
}

function Arrived({ query }: { query: AsyncProps<Outputs['events']['names']>['query'] }) {
  return (
    <Card title="Arrived today" flush>
      <Async
        query={query}
        compact
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Empty title="Nothing yet today" compact>
            Events show here by name as soon as the first arrives.
          </Empty>
        }
      >
        {({ items }) => <Names items={items.slice(0, 10)} />}
      </Async>
    </Card>
  )
}

function Today({ midnight, timeZone }: { midnight: number; timeZone: string | undefined }) {
  const { trpc } = useApi()
  const volume = useLiveQuery(
    trpc.events.volume.queryOptions({
      from: new Date(midnight).toISOString(),
      to: new Date(midnight + day).toISOString(),
    }),
    { pace: 1_000 },
  ).data
  const counts = useLiveQuery(trpc.workspace.counts.queryOptions({})).data
  const calm = useIsWatching() ? 'every funnel at its usual rate' : 'no funnel to watch yet'
  const sum = (key: 'events' | 'errors') => volume?.items.reduce((total, item) => total + item[key], 0)
  const [events, errors] = [sum('events'), sum('errors')]
  const zone = timeZone?.replaceAll('_', ' ') ?? 'UTC'
  return (
    <KpiStrip>
      <Kpi
        label="Events today"
        value={events === undefined ? undefined : count(events)}
        note="since midnight"
        definition={`Midnight in ${zone}.`}
      />
      <Kpi
        label="Visits today"
        value={volume && count(volume.visits)}
        note="since midnight"
        definition={`A visit ends after 30 minutes without an event. Midnight in ${zone}.`}
      />
      <Kpi
        label="Errors today"
        value={errors === undefined ? undefined : count(errors)}
        note={events ? `${((100 * (errors ?? 0)) / events).toFixed(1)} % of events` : 'since midnight'}
        definition="Events that carry an error."
      />
      <Kpi
        label="Open issues"
        value={counts && <Link to="/issues">{count(counts.openIssues)}</Link>}
        tone={counts && counts.openIssues > 0 ? 'red' : 'neutral'}
        note={counts?.openIssues === 0 ? calm : 'steps below their usual rate'}
      />
    </KpiStrip>
  )
}

function LastHour({ now }: { now: number }) {
  const { trpc } = useApi()
  const period = resolvePeriod('1h', now)
  const volume = useLiveQuery(trpc.events.volume.queryOptions(period), { pace: 1_000 })
  return (
    <Async
      query={volume}
      skeleton={
        <Card title="Events a minute, last hour">
          <Rows count={7} />
        </Card>
      }
    >
      {({ items, bucketSeconds }) => (
        <ChartCard
          title={
            bucketSeconds === 60
              ? 'Events a minute, last hour'
              : `Events in ${plural(bucketSeconds, 'second')}, last hour`
          }
          points={fillGaps(items, period.from, period.to, bucketSeconds, (at, item) => ({
            at,
            values: { ok: item ? item.events - item.errors : 0, errors: item?.errors ?? 0 },
          }))}
          series={[
            { key: 'ok', label: 'Events', kind: 'bar', tone: 'accent' },
            { key: 'errors', label: 'With an error', kind: 'bar', tone: 'red' },
          ]}
          format={count}
          formatAxis={compactCount}
        />
      )}
    </Async>
  )
}

/** Without a funnel nothing is at its usual rate: nobody should think that something is watched. */
function useIsWatching(): boolean {
  const { trpc } = useApi()
  return useLiveQuery(trpc.funnels.list.queryOptions({})).data?.items.length !== 0
}

function NeedsAttention() {
  const { trpc } = useApi()
  const isWatching = useIsWatching()
  const issues = useLiveQuery(trpc.issues.list.queryOptions({ open: true, limit: 6 }))
  return (
    <Card title="Needs attention" flush>
      <Async
        query={issues}
        compact
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Empty title="Nothing needs you" compact>
            {isWatching
              ? 'Every funnel is at its usual rate. They are scanned each minute.'
              : 'What needs you shows here once there is a funnel to watch.'}
          </Empty>
        }
      >
        {({ items }) =>
          items.map(issue => (
            <Link key={issue.id} to="/issues" search={{ i: issue.id }} className={styles.row}>
              <SeverityMark severity={issue.severity} recovered={issue.recoveredAt !== null} />
              <span className="cut">{issue.title}</span>
              <Time at={issue.detectedAt} className="dim" />
            </Link>
          ))
        }
      </Async>
    </Card>
  )
}

function Names({ items }: { items: ReadonlyArray<{ name: string; events: number }> }) {
  const most = items[0]?.events ?? 1
  return items.map(item => (
    <Link key={item.name} to="/events" search={{ name: item.name }} className={styles.name}>
      <span className="cut">{item.name}</span>
      <span className={styles.bar} style={{ width: `${Math.max(3, (100 * item.events) / most)}%` }} />
      <span className="dim">{count(item.events)}</span>
    </Link>
  ))
}
