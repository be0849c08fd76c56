import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byDay } from '../../format/days.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { useNow } from '../../ui/clock.tsx'
import { Timeline } from '../../ui/detail.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import styles from './people.module.css'
import { type TimelineLine, timelineLine } from './timeline-line.ts'

/** Shortest time between two refetches: a visit in progress changes with each of its events. In ms. */
const pace = 5_000

/** Everything that somebody did, latest first, day by day. */
export function PersonTimeline({ id }: { id: string }) {
  const { trpc } = useApi()
  const now = useNow(60_000)
  const list = useLiveRows({
    ...trpc.people.timeline.infiniteQueryOptions({ id }, byCursor),
    meta: { pace },
  })
  return (
    <Card title="What they did" flush>
      <ListPane
        list={list}
        compact
        empty={
          <Empty title="Nothing yet" compact>
            Visits, sign-ins, payments, conversations and work in repositories appear here as they happen.
          </Empty>
        }
      >
        {rows =>
          byDay(rows, now).map(day => (
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
          ))
        }
      </ListPane>
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
  if (target?.kind === 'fact') {
    return (
      <Link to="/activity" search={{ i: target.id }} className="link">
        {title}
      </Link>
    )
  }
  return title
}
