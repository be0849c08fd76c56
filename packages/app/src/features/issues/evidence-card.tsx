import { type Outputs, useApi } from '../../data/api.ts'
import { percent } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './evidence-card.module.css'
import type { Issue } from './issue.ts'

type Fact = Outputs['issues']['evidence']['facts'][number]
type Share = NonNullable<Fact['now']>

const groups: Readonly<Record<'error' | 'last_event' | 'repeat' | 'release', string>> = {
  error: 'Errors that failed visits report',
  last_event: 'What failed visits do last',
  repeat: 'What failed visits do again',
  release: 'Releases first seen around the drop',
}
const groupsOfErrors: typeof groups = {
  ...groups,
  error: 'Errors that visits report',
  last_event: 'What visits with an error do last',
  repeat: 'What visits with an error do again',
}
const groupNames = ['error', 'last_event', 'repeat', 'release'] as const

/** What failed visits have in common, now and usually. Segments have a card of their own. */
export function EvidenceCard({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.issues.evidence.queryOptions({ id: issue.id }), { keepPrevious: false, pace: 60_000 })
  return (
    <Card title="Evidence" flush>
      <Async query={query} skeleton={<Rows count={4} />} compact>
        {({ facts }) => {
          const shown = groupNames.filter(group => facts.some(({ kind }) => kind === group))
          return shown.length === 0 ? (
            <Empty title="Failed visits left no trace in the events" compact>
              Send errors with the tracker’s <code>error</code>, and they are counted here.
            </Empty>
          ) : (
            shown.map(group => (
              <Group
                key={group}
                title={(issue.kind === 'error_rate' ? groupsOfErrors : groups)[group]}
                facts={facts.filter(({ kind }) => kind === group)}
              />
            ))
          )
        }}
      </Async>
    </Card>
  )
}

function Group({ title, facts }: { title: string; facts: readonly Fact[] }) {
  const hasUsual = facts.some(({ usual }) => usual !== null)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Now</th>
          <th scope="col">{hasUsual && 'Usually'}</th>
        </tr>
      </thead>
      <tbody>
        {facts.slice(0, 6).map(fact => (
          <tr key={fact.id}>
            <th scope="row" title={fact.text}>
              {fact.label}
            </th>
            <td data-stands={fact.stands || undefined}>{fact.now && <Bar share={fact.now} />}</td>
            <td className="dim">{fact.usual && percent(fact.usual.rate)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A share as a bar, with the range that it lies in. */
function Bar({ share }: { share: Share }) {
  const { rate, low, high, count, of } = share
  if (rate === null || low === null || high === null) return <>{percent(rate)}</>
  return (
    <span className={styles.share} title={`${count} of ${of}: ${percent(low)} to ${percent(high)} in 95 of 100 cases`}>
      <span className={styles.bar} aria-hidden>
        <span className={styles.fill} style={{ width: `${rate}%` }} />
        <span className={styles.interval} style={{ left: `${low}%`, width: `${high - low}%` }} />
      </span>
      {percent(rate)}
    </span>
  )
}
