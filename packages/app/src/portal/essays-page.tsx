import { Button } from '@mantine/core'
import { useApi } from '../data/api.ts'
import { type EssayItem, turnarounds } from '../features/essay-requests/essay.ts'
import { DueChip, StatusChip } from '../features/essay-requests/marks.tsx'
import { money } from '../format/money.ts'
import { byCursor, useLiveRows } from '../live/use-live-rows.ts'
import { Empty } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import { ListPane } from '../ui/list-pane.tsx'
import { Time } from '../ui/time.tsx'
import styles from './essays.module.css'
import { MemberPage } from './member-page.tsx'
import { PortalLink } from './portal-link.tsx'

/** Shortest time between two refetches: every request of the workspace touches the list. In ms. */
const pace = 2_000

const order = (
  <Button variant="filled" renderRoot={props => <PortalLink to="/essays/new" {...props} />}>
    Order a review
  </Button>
)

/** A customer's essays: what is being worked on, and what is done. */
export function EssaysPage() {
  const { trpc } = useApi()
  const mine = (group: 'current' | 'previous') => ({
    ...trpc.essayRequests.mine.infiniteQueryOptions({ group }, byCursor),
    meta: { pace },
  })
  const current = useLiveRows(mine('current'))
  const previous = useLiveRows(mine('previous'))
  return (
    <MemberPage title="Essays">
      <Card title="Current" flush actions={order}>
        <ListPane
          list={current}
          compact
          empty={
            <Empty title="Nothing is being edited" compact>
              Order a review: paste an essay, see what it costs and when it is done, and follow it here.
            </Empty>
          }
        >
          {rows => <Rows rows={rows} />}
        </ListPane>
      </Card>
      {previous.rows && previous.rows.length > 0 && (
        <Card title="Done" flush>
          <ListPane list={previous} compact empty={null}>
            {rows => <Rows rows={rows} />}
          </ListPane>
        </Card>
      )}
    </MemberPage>
  )
}

function Rows({ rows }: { rows: readonly EssayItem[] }) {
  return (
    <ul>
      {rows.map(row => (
        <li key={row.id}>
          <PortalLink to={`/essays/${row.id}`} className={styles.row}>
            <span className={styles.main}>
              <strong className={styles.name}>
                {row.applicationType}
                {row.revision > 1 && `, revision ${row.revision}`}
              </strong>
              <span className="dim">
                #{row.number} · {row.studentName} · {turnarounds[row.turnaround]} · {money(row.price, row.currency)} ·
                ordered <Time at={row.createdAt} show="date" />
              </span>
            </span>
            <span className={styles.state}>
              <StatusChip status={row.status} />
              <DueChip request={row} />
            </span>
          </PortalLink>
        </li>
      ))}
    </ul>
  )
}
