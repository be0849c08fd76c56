import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byDay } from '../../format/days.ts'
import { rowsOf, useLiveInfiniteQuery } from '../../live/use-live-infinite-query.ts'
import { Empty, Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { useNow } from '../../ui/clock.tsx'
import { Timeline } from '../../ui/detail.tsx'
import styles from './people.module.css'
import { type TimelineLine, timelineLine } from './timeline-line.ts'

/** Shortest time between two refetches: a visit in progress changes with each of its events. In ms. */
const pace = 5_000

/** Everything that somebody did, latest first, day by day. */
export function PersonTimeline({ id }: { id: string }) {
  const { trpc } = useApi()
  const now = useNow(60_000)
  const list = useLiveInfiniteQuery({
    ...trpc.people.timeline.infiniteQueryOptions({ id }, { getNextPageParam: page => page.nextCursor ?? undefined }),
    meta: { pace },
  })
  const rows = rowsOf(list.data)
  return (
    <Card title="What they did" flush>
      {!rows && (list.error ? <Failed error={list.error} onRetry={() => void list.refetch()} compact /> : <Rows />)}
      {rows?.length === 0 && (
        <Empty title="Nothing yet" compact>
          Visits, sign-ins, payments and conversations appear here as they happen.
        </Empty>
      )}
      {byDay(rows ?? [], now).map(day => (
        <section key={day.label}>
          <h3 className={styles.day}>{day.label}</h3>
          <Timeline
            entries={day.items.map(item => {
              const line = timelineLine(item)
              return {
                id: item.id,
                at: item.at,
                text: <Target line={line} />,
                tone: line.tone,
                ...(line.note !== null && { note: line.note }),
              }
            })}
          />
        </section>
      ))}
      {list.hasNextPage && (
        <Button m={12} onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Load more
        </Button>
      )}
    </Card>
  )
}

function Target({ line: { title, target } }: { line: TimelineLine }) {
  if (target?.kind === 'visit') {
    return (
      <Link to="/events" search={{ visit: target.id }} className="link">
        {title}
      </Link>
    )
  }
  if (target?.kind === 'issue') {
    return (
      <Link to="/issues" search={{ i: target.id, show: 'all' }} className="link">
        {title}
      </Link>
    )
  }
  return title
}
