import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid, Timeline } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { type EssayRequest, turnarounds } from './essay.ts'
import { historyEntry } from './history-entry.ts'
import { scoreWords } from './marks.tsx'
import styles from './requests.module.css'

const none = <span className="faint">–</span>
const words = (text: string | null) => (text ? <div className={styles.prompt}>{text}</div> : none)

/** What was ordered, and what happened since. */
export function RequestOrder({ request }: { request: EssayRequest }) {
  const { trpc } = useApi()
  const { id, owner } = request
  const history = useLiveQuery(trpc.essayRequests.history.queryOptions({ id }), { keepPrevious: false })
  return (
    <div className={styles.sides}>
      <Card title="Order">
        <FactGrid
          columns="two"
          facts={[
            { label: 'Student', value: `${request.studentName}, ${request.studentEmail}` },
            {
              label: 'Customer',
              value: owner ? (
                <Link to="/people/$personId" params={{ personId: owner.id }} className="link">
                  {owner.name ?? owner.email ?? 'Customer'}
                </Link>
              ) : (
                'Without an account'
              ),
            },
            { label: 'The program asks', value: words(request.programPrompt) },
            { label: 'For the editor', value: words(request.comments) },
            { label: 'Turnaround', value: turnarounds[request.turnaround] },
            {
              label: 'Price',
              value: `${money(request.price, request.currency)} for ${count(request.wordCount)} words`,
            },
            { label: 'Scores', value: scoreWords(request) },
            { label: 'Ordered', value: <Time at={request.createdAt} show="date" /> },
            { label: 'Due', value: <Time at={request.dueAt} show="date" /> },
            ...(request.completedAt
              ? [{ label: 'Completed', value: <Time at={request.completedAt} show="date" /> }]
              : []),
          ]}
        />
      </Card>
      <Card title="History" flush>
        <Async query={history} skeleton={<Rows count={3} />} compact>
          {({ items }) => <Timeline entries={items.map(historyEntry)} />}
        </Async>
      </Card>
    </div>
  )
}
