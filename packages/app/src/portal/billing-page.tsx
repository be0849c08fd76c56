import { type Outputs, useApi } from '../data/api.ts'
import { cardInWords } from '../features/billing/billing-words.ts'
import { SubscriptionChip } from '../features/billing/marks.tsx'
import { PlanCard } from '../features/billing/plan-card.tsx'
import { money } from '../format/money.ts'
import { byCursor, useLiveRows } from '../live/use-live-rows.ts'
import { Empty } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import type { Column } from '../ui/columns.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Time } from '../ui/time.tsx'
import { useMember } from './member.ts'
import { MemberPage } from './member-page.tsx'

type Payment = Outputs['payments']['list']['items'][number]

const columns: readonly Column<Payment>[] = [
  {
    key: 'at',
    title: 'Date',
    fixed: true,
    render: payment => <Time at={payment.paidAt ?? payment.failedAt ?? payment.billedAt ?? payment.at} show="day" />,
  },
  { key: 'status', title: 'Status', fixed: true, render: payment => <SubscriptionChip status={payment.status} /> },
  {
    key: 'card',
    title: 'Card',
    render: ({ card }) => cardInWords(card) || <span className="faint">–</span>,
  },
  {
    key: 'amount',
    title: 'Amount',
    fixed: true,
    align: 'right',
    render: ({ amount, refunded, currency }) => (
      <>
        <strong>{money(amount, currency)}</strong>
        {refunded ? <div className="dim">{money(refunded, currency)} went back</div> : null}
      </>
    ),
  },
]

/** What one has and what one paid. */
export function BillingPage() {
  const { trpc } = useApi()
  const { person } = useMember()
  const list = useLiveRows(
    // Named, because staff would see everybody's without it.
    trpc.payments.list.infiniteQueryOptions({ personId: person.id }, byCursor),
  )
  return (
    <MemberPage title="Billing">
      <PlanCard title="Your plan" />
      <Card title="Your payments" flush>
        <DataTable
          name="own-payments"
          label="Your payments, latest first"
          columns={columns}
          rowKey={payment => payment.id}
          {...list}
          empty={
            <Empty title="No payments" compact>
              What you pay is listed here, each payment with its date and amount.
            </Empty>
          }
        />
      </Card>
    </MemberPage>
  )
}
