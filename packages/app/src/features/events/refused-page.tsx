import { SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import board from '../../ui/board.module.css'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './refused.module.css'
import { Coded, refusedColumns } from './refused-columns.tsx'
import { byCode, codes, type Refused, type RefusedCode, readRefusedSearch } from './refused-words.ts'

const route = getRouteApi('/shell/events/refused')

/** Events that senders lost: how many and why, what to do about it, and samples to find the fault by. */
export function RefusedPage() {
  return (
    <Only right="admin" page="Refused events" what="see what was refused">
      <RefusedEvents />
    </Only>
  )
}

function RefusedEvents() {
  const { trpc } = useApi()
  const { days = '1' } = route.useSearch()
  const navigate = useNavigate({ from: '/events/refused' })
  const refused = useLiveQuery(trpc.events.refused.queryOptions({ days: Number(days) }), { pace: 2_000 })
  return (
    <Page title="Refused events" crumb={<Link to="/events">Events</Link>}>
      <div className={board.tools}>
        <SegmentedControl
          aria-label="Period"
          value={days}
          onChange={value => void navigate({ search: readRefusedSearch({ days: value }) })}
          data={[
            { value: '1', label: '24 hours' },
            { value: '7', label: '7 days' },
            { value: '30', label: '30 days' },
          ]}
        />
      </div>
      <Async query={refused} skeleton={<Rows count={6} height={40} />}>
        {data => (data.groups.length === 0 ? <NoneRefused /> : <Reasons refused={data} />)}
      </Async>
    </Page>
  )
}

const NoneRefused = () => (
  <Empty title="Nothing was refused">
    Every event that came with a key of this workspace was taken. One that is not appears here at once.
  </Empty>
)

function Reasons({ refused }: { refused: Refused }) {
  return (
    <div className={board.stack}>
      <Card title="Why" flush>
        <ul className={styles.list}>
          {byCode(refused.groups).map(reason => (
            <Reason key={reason.code} reason={reason} />
          ))}
        </ul>
      </Card>
      <Card title="Samples" aside={<span className="dim">The latest five of each hour, key and reason</span>} flush>
        <DataTable
          name="refused"
          label="Samples of refused events, latest first"
          columns={refusedColumns}
          rows={refused.samples}
          rowKey={sample => sample.id}
          empty={<Empty title="No samples" compact />}
        />
      </Card>
      <p className="dim">
        Of what was refused only names of events and fields are kept, no values: nobody could find a person’s data in it
        again. The sender was told the same, event by event, in the answer to its request. Kept for thirty days.
      </p>
    </div>
  )
}

function Reason({ reason }: { reason: RefusedCode }) {
  const { name, tone } = codes[reason.code]
  const [one] = reason.keys
  return (
    <li className={styles.reason} aria-label={name}>
      <div className={styles.head}>
        <Chip tone={tone}>{name}</Chip>
        <span className={styles.count}>{plural(reason.count, reason.code === 'unreadable' ? 'request' : 'event')}</span>
        <span className="dim">
          {reason.keys.length === 1
            ? `of ${one?.keyName ?? 'a key that is gone'}`
            : reason.keys.map(({ keyName, count: of }) => `${keyName ?? 'A key that is gone'} ${count(of)}`).join(', ')}
        </span>
        <span className="grow" />
        {reason.lastAt && <Time at={reason.lastAt} className="dim" />}
      </div>
      <p className={styles.advice}>
        <Coded text={reason.advice} />
      </p>
    </li>
  )
}
