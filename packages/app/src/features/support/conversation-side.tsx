import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { duration, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid, Timeline } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { tierNames } from '../billing/billing-words.ts'
import { personName } from '../people/person-name.ts'
import { workflowNames, statuses as workflowStatuses } from '../workflows/workflow-search.ts'
import { type Conversation, statuses } from './conversation.ts'
import styles from './support.module.css'

/** Shortest time between two refetches: a visit in progress changes with each of its events. In ms. */
const pace = 5_000
/** Events of a visit that are shown: its latest. */
const shownEvents = 12

/** Whom the conversation is with: who they are, what they have, and what they just did. */
export function ConversationSide({ conversation: { id, person } }: { conversation: Conversation }) {
  const { trpc } = useApi()
  const context = useLiveQuery(trpc.conversations.context.queryOptions({ id }), { keepPrevious: false, pace })
  return (
    <aside className={styles.side} aria-label="The customer">
      <Async query={context} compact>
        {({ person: who, plan, visits, others }) => (
          <>
            <Card title="Customer">
              <FactGrid
                facts={[
                  {
                    label: 'Name',
                    value: (
                      <Link to="/people/$personId" params={{ personId: person.id }} className="link">
                        {personName(who)}
                      </Link>
                    ),
                  },
                  { label: 'E-mail', value: who.email ?? <span className="dim">Not known</span> },
                  { label: 'Plan', value: tierNames[plan.tier] },
                  { label: 'Known since', value: <Time at={who.since} show="date" /> },
                ]}
              />
            </Card>
            <Replies id={id} />
            <Card title="Last visits" flush>
              {visits.length === 0 && <p className={styles.none}>None that is known.</p>}
              {visits.map(({ visitId, startedAt, endedAt, device, country, events }) => (
                <section key={visitId} className={styles.visit} aria-label={`Visit of ${startedAt.slice(0, 10)}`}>
                  <div className={styles.visitHead}>
                    <Link to="/events" search={{ visit: visitId }} className="link">
                      <Time at={endedAt} />
                    </Link>
                    <span>
                      {[
                        plural(events.length, 'event'),
                        duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000),
                        device,
                        country,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </div>
                  <Timeline
                    entries={events.slice(-shownEvents).map(({ id: eventId, name, step, at, error }) => ({
                      id: eventId,
                      at,
                      text: step ?? name,
                      tone: error ? 'red' : 'neutral',
                      ...(error && { note: error }),
                    }))}
                  />
                </section>
              ))}
            </Card>
            {others.length > 0 && (
              <Card title="Other conversations" flush>
                <ul>
                  {others.map(each => (
                    <li key={each.id}>
                      <Link to="/support" search={{ i: each.id, show: 'all' }} className={styles.other}>
                        <span className="cut">{(each.subject ?? each.opening) || `Conversation ${each.number}`}</span>
                        <span className="dim">{statuses[each.status].name}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </Card>
            )}
          </>
        )}
      </Async>
    </aside>
  )
}

/** How the assistant's last replies came about, also those that never did. */
function Replies({ id }: { id: string }) {
  const { trpc } = useApi()
  const replies = useLiveQuery(trpc.workflows.list.queryOptions({ entityId: id, limit: 3 }), { keepPrevious: false })
  const items = replies.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card
      title="The assistant’s work"
      actions={
        replies.data?.nextCursor && (
          <Link to="/workflows" search={{ about: id }} className="link">
            All
          </Link>
        )
      }
      flush
    >
      <ul>
        {items.map(each => (
          <li key={each.id}>
            <Link to="/workflows" search={{ about: id, i: each.id }} className={styles.other}>
              <span className="cut">{workflowNames[each.name] ?? each.name}</span>
              <span className="dim">
                {workflowStatuses[each.status].name} · <Time at={each.createdAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
