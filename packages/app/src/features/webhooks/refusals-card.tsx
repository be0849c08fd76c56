import { type Outputs, useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import record from '../../ui/record.module.css'
import { Time } from '../../ui/time.tsx'
import { sources } from './webhook-search.ts'
import styles from './webhooks.module.css'

type Refusal = Outputs['webhooks']['refusals']['items'][number]

const columns: readonly Column<Refusal>[] = [
  { key: 'source', title: 'Source', fixed: true, width: 88, render: refusal => sources[refusal.source] },
  {
    key: 'why',
    title: 'Why',
    fixed: true,
    render: refusal => <span className={styles.reason}>{refusal.message}</span>,
  },
  { key: 'count', title: 'Times', width: 72, align: 'right', render: refusal => count(refusal.count) },
  { key: 'last', title: 'Last', width: 80, align: 'right', render: refusal => <Time at={refusal.lastAt} /> },
]

/** Deliveries that were turned away: nothing of them is kept but their number. */
export function RefusalsCard() {
  const { trpc } = useApi()
  const refusals = useLiveQuery(trpc.webhooks.refusals.queryOptions({}))
  return (
    <div className={record.detail}>
      <div className={record.main}>
        <h2 className={record.title}>Refused at the door</h2>
        <p className="dim">
          Nothing of these was stored, only counted. A few come from scanners. Many of one kind mean that a secret here
          is not the provider’s, or that a clock is wrong.
        </p>
        <Card flush>
          <DataTable
            name="refusals"
            label="Refused deliveries by source and reason"
            columns={columns}
            rows={refusals.data?.items}
            rowKey={refusal => `${refusal.source} ${refusal.reason}`}
            error={refusals.error}
            onRetry={() => void refusals.refetch()}
            empty={
              <Empty title="None so far" compact>
                Every delivery had a good signature.
              </Empty>
            }
          />
        </Card>
      </div>
    </div>
  )
}
