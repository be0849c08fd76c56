import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { money } from '../../format/money.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { May } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { type Column, ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { Panel, WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import styles from './billing.module.css'
import { type BillingSearch, readBillingSearch } from './billing-search.ts'
import { cardInWords, inWords } from './billing-words.ts'
import { SubscriptionChip } from './marks.tsx'
import { Payer } from './payer.tsx'
import { PlanCard } from './plan-card.tsx'

type Payment = Outputs['payments']['list']['items'][number]

export interface RecordsProps {
  search: BillingSearch
  filters: ReactNode
  onClose: () => void
}

const columns: readonly Column<Payment>[] = [
  {
    key: 'amount',
    title: 'Amount',
    fixed: true,
    width: 128,
    align: 'right',
    render: payment => (
      <Link
        to="/billing"
        search={before => ({ ...readBillingSearch(before), i: payment.id })}
        activeOptions={{ includeSearch: true }}
        className={styles.amount}
        onClick={event => event.stopPropagation()}
      >
        {money(payment.amount, payment.currency)}
      </Link>
    ),
  },
  { key: 'status', title: 'Status', width: 112, render: payment => <SubscriptionChip status={payment.status} /> },
  { key: 'person', title: 'Person', render: payment => <Payer of={payment} /> },
  {
    key: 'card',
    title: 'Card',
    width: 128,
    render: ({ card }) => cardInWords(card) || <span className="faint">–</span>,
  },
  { key: 'why', title: 'Why it failed', render: payment => inWords(payment.declineCode ?? payment.failureCode ?? '') },
  { key: 'provider', title: 'Through', width: 88, render: payment => inWords(payment.provider) },
  { key: 'at', title: 'Changed', width: 96, align: 'right', render: payment => <Time at={payment.at} /> },
]
const givesWay: ReadonlySet<string> = new Set(['card', 'why', 'provider'])
const besidePanel = columns.filter(column => !givesWay.has(column.key))

/** Payments, and the chosen one in full. */
export function PaymentsTable({ search, filters, onClose }: RecordsProps) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/billing' })
  const input = compact({ personId: search.person, status: search.status, search: search.q })
  const list = useLiveRows(trpc.payments.list.infiniteQueryOptions(input, byCursor))
  const { rows } = list
  const chosen = rows?.find(row => row.id === search.i)
  return (
    <WithPanel
      label="Payments"
      filters={
        <>
          {filters}
          <span className="grow" />
          <ColumnChoice name="payments" columns={columns} />
        </>
      }
      list={
        <DataTable
          name="payments"
          label="Payments, the latest change first"
          columns={search.i ? besidePanel : columns}
          rowKey={row => row.id}
          {...list}
          fill
          onRowClick={row => void navigate({ search: before => ({ ...before, i: row.id }) })}
          isChosen={row => row.id === search.i}
          empty={<NoRecords what="payments" filtered={Object.keys(input).length > 0} />}
        />
      }
      panel={search.i ? <PaymentPanel payment={chosen} loading={!rows} onClose={onClose} /> : null}
    />
  )
}

/** What stands in place of an empty list. */
export function NoRecords({ what, filtered }: { what: string; filtered: boolean }) {
  if (filtered) {
    return (
      <Empty
        title={`No ${what} fit these filters`}
        action={<Button renderRoot={props => <Link to="/billing" {...props} />}>Clear the filters</Button>}
      >
        Take one off, or look at all of them.
      </Empty>
    )
  }
  return (
    <Empty
      title={`No ${what} yet`}
      action={
        <May right="admin">
          <Button renderRoot={props => <Link to="/webhooks" {...props} />}>See the webhooks</Button>
        </May>
      }
    >
      They come by webhook. Let Clerk send to /webhooks/clerk and Stripe to /webhooks/stripe on this server, and set
      CLERK_WEBHOOK_SECRET or STRIPE_WEBHOOK_SECRET.
    </Empty>
  )
}

interface PaymentPanelProps {
  payment: Payment | undefined
  loading: boolean
  onClose: () => void
}

function PaymentPanel({ payment, loading, onClose }: PaymentPanelProps) {
  if (!payment) return <NotListed loading={loading} onClose={onClose} />
  const moment = (at: string | null) => at && <Time at={at} show="date" />
  const facts: ReadonlyArray<readonly [label: string, value: ReactNode]> = [
    ['Status', <SubscriptionChip key="status" status={payment.status} />],
    ['Person', <Payer key="person" of={payment} link />],
    [inWords(payment.provider === 'stripe' ? 'customer' : 'payer'), !payment.person && payment.payer?.id],
    ['Went back', payment.refunded !== null && money(payment.refunded, payment.currency)],
    ['On', payment.refunded !== null && moment(payment.refundedAt)],
    ['Before tax', payment.subtotal !== null && money(payment.subtotal, payment.currency)],
    ['Tax', payment.tax !== null && money(payment.tax, payment.currency)],
    ['Billed', moment(payment.billedAt)],
    ['Paid', moment(payment.paidAt)],
    ['Failed', moment(payment.failedAt)],
    ['Why', [payment.failureCode, payment.declineCode].flatMap(code => (code ? inWords(code) : [])).join(', ')],
    ['Card', cardInWords(payment.card)],
    ['Charge', payment.chargeType && inWords(payment.chargeType)],
    ['Invoice', payment.invoiceId && <span className="mono">{payment.invoiceId}</span>],
    [
      inWords(payment.provider),
      <span key="id" className="mono">
        {payment.providerId}
      </span>,
    ],
    ['Last changed', moment(payment.at)],
  ]
  return (
    <Panel title={money(payment.amount, payment.currency)} note="Payment" onClose={onClose}>
      <FactGrid columns="two" facts={facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))} />
      {payment.person && <PlanCard personId={payment.person.id} />}
    </Panel>
  )
}

/** A chosen record that the loaded part of the list does not hold. */
export function NotListed({ loading, onClose }: { loading: boolean; onClose: () => void }) {
  return (
    <Panel title={loading ? 'One moment' : 'Not in this list'} onClose={onClose}>
      {loading ? null : (
        <p className="dim">It lies further back, or does not fit the filters: load more, or clear them.</p>
      )}
    </Panel>
  )
}
