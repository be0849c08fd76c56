import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './example-visits.module.css'
import type { Issue } from './issue.ts'

/** Failed visits, each with the last of what it did; a click shows all of its events. */
export function ExampleVisits({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.issues.exampleVisits.queryOptions({ id: issue.id }), {
    keepPrevious: false,
    pace: 30_000,
  })
  return (
    <Card title="Example visits" flush>
      <Async query={query} skeleton={<Rows count={3} />} compact>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No failed visits in the issue’s window" compact />
          ) : (
            <ul className={styles.list}>
              {items.slice(0, 5).map(visit => (
                <li key={visit.visitId} className={styles.visit}>
                  <Link to="/events" search={{ visit: visit.visitId }} className="link">
                    {visit.trail.join(' → ')}
                  </Link>
                  <Time at={visit.at} className="dim" />
                  <span className={styles.more}>
                    {[visit.error, visit.device, visit.country, visit.appVersion].filter(Boolean).join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Async>
    </Card>
  )
}
