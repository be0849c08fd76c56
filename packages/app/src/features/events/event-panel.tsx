import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { duration, plural } from '../../format/number.ts'
import { absolute, toMs } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import styles from './event-panel.module.css'
import type { EventRow } from './use-tail.ts'

/** Events of one visit that the panel reads: the most that the server gives at once. */
const trailLength = 200

export interface EventPanelProps {
  id: string
  /** The event's visit: it is what the server is asked for. */
  visitId: string | undefined
  onClose: () => void
}

/** One event in full, and the trail of its visit. */
export function EventPanel({ id, visitId, onClose }: EventPanelProps) {
  const { trpc } = useApi()
  const trail = useLiveQuery(trpc.events.list.queryOptions({ visitId: visitId ?? '', limit: trailLength }), {
    keepPrevious: false,
  })
  const close = (
    <ActionIcon aria-label="Close the panel" onClick={onClose}>
      <IconX size={16} />
    </ActionIcon>
  )
  return (
    <Async query={trail} skeleton={<Rows count={10} />}>
      {({ items, nextCursor }) => {
        const event = items.find(item => item.id === id)
        if (!event) {
          return (
            <Empty title="This event is not here" action={<Button onClick={onClose}>Close</Button>}>
              It may have been removed, or lie further back in a very long visit.
            </Empty>
          )
        }
        return (
          <div className={styles.panel}>
            <header className={styles.head}>
              <div className="grow">
                <h2 className={styles.title}>{event.name}</h2>
                <div className="dim">{absolute(event.occurredAt)}</div>
              </div>
              {close}
            </header>
            {(event.errorType || event.errorMessage) && (
              <p className={styles.error}>{[event.errorType, event.errorMessage].filter(Boolean).join(': ')}</p>
            )}
            <Facts event={event} />
            <Properties properties={event.properties} />
            <Trail items={items} id={id} more={nextCursor !== null} />
          </div>
        )
      }}
    </Async>
  )
}

function Facts({ event }: { event: EventRow }) {
  const lag = (toMs(event.receivedAt) - toMs(event.occurredAt)) / 1000
  const optional: ReadonlyArray<readonly [label: string, value: string | null]> = [
    ['Step', event.step],
    ['Device', event.device],
    ['Country', event.country],
    ['App version', event.appVersion],
  ]
  const code = (value: string) => <span className="mono">{value}</span>
  return (
    <>
      <FactGrid
        columns="two"
        facts={[
          ...optional.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
          { label: 'Received', value: lag >= 1 ? `${duration(lag)} later` : 'within a second' },
          { label: 'Source', value: event.source },
          { label: 'Visit', value: code(event.visitId) },
          ...(event.userId ? [{ label: 'Person', value: code(event.userId) }] : []),
          ...(event.anonymousId ? [{ label: 'Anonymous id', value: code(event.anonymousId) }] : []),
          { label: 'Event id', value: code(event.id) },
        ]}
      />
      <div className={styles.filters}>
        <Button renderRoot={props => <Link to="/events" search={{ visit: event.visitId }} {...props} />}>
          Only this visit
        </Button>
        {event.userId && (
          <Button renderRoot={props => <Link to="/events" search={{ q: event.userId ?? '' }} {...props} />}>
            Only this person
          </Button>
        )}
        <Button renderRoot={props => <Link to="/events" search={{ name: event.name }} {...props} />}>
          Only {event.name}
        </Button>
      </div>
    </>
  )
}

function Properties({ properties }: { properties: EventRow['properties'] }) {
  const entries = Object.entries(properties ?? {})
  if (entries.length === 0) return null
  return (
    <section>
      <h3 className={styles.part}>Properties</h3>
      <dl className={styles.properties}>
        {entries.map(([key, value]) => (
          <div key={key} className={styles.property}>
            <dt className="dim cut" title={key}>
              {key}
            </dt>
            <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Trail({ items, id, more }: { items: readonly EventRow[]; id: string; more: boolean }) {
  const ordered = items.toSorted((a, b) => toMs(a.occurredAt) - toMs(b.occurredAt))
  const first = ordered[0]
  if (!first) return null
  return (
    <section>
      <h3 className={styles.part}>
        The visit, {more ? `its last ${plural(items.length, 'event')}` : plural(items.length, 'event')}
      </h3>
      <ol className={styles.trail}>
        {ordered.map(event => (
          <li key={event.id}>
            <Link
              to="/events"
              search={before => ({ ...before, event: event.id, of: event.visitId })}
              activeOptions={{ includeSearch: true }}
              className={styles.hop}
              data-chosen={event.id === id}
              data-failed={event.errorType !== null}
            >
              <span className={styles.after} title={absolute(event.occurredAt)}>
                +{duration((toMs(event.occurredAt) - toMs(first.occurredAt)) / 1000)}
              </span>
              <span className={styles.what}>{event.name}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
