import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './activity.module.css'
import type { ActivitySearch } from './activity-search.ts'
import { KindMark } from './kind-mark.tsx'
import { actorName, factRef, factTitle } from './kinds.ts'

export interface LatestFactsProps {
  input: { repositoryId?: string; actor?: string }
  /** The same facts on their own page. */
  behind: ActivitySearch
}

/** What happened last, with the way to all of it. */
export function LatestFacts({ input, behind }: LatestFactsProps) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.activity.list.queryOptions({ ...input, limit: 12 }))
  return (
    <Card
      title="Latest"
      actions={
        <Link to="/activity" search={behind} className="link">
          All of it
        </Link>
      }
      flush
    >
      <Async
        query={query}
        compact
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title="Nothing yet" compact />}
      >
        {({ items }) => (
          <ul className={styles.facts}>
            {items.map(fact => (
              <li key={fact.id}>
                <KindMark kind={fact.kind} quiet />
                <Link to="/activity" search={{ ...behind, i: fact.id }} className={`${styles.name} cut`}>
                  {factTitle(fact)}
                </Link>
                <Time at={fact.occurredAt} className="dim" />
                <small className="cut">
                  {[factRef(fact), input.actor ? fact.repository.fullName : actorName(fact.actor)]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </li>
            ))}
          </ul>
        )}
      </Async>
    </Card>
  )
}
