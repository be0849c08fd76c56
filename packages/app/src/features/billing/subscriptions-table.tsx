import { Link, useNavigate } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { type Column, ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { Panel, WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import styles from './billing.module.css'
import { readBillingSearch } from './billing-search.ts'
import { inWords, nameOf, nextOf, planOf, tierNames } from './billing-words.ts'
import { Price, SubscriptionChip } from './marks.tsx'
import { Payer } from './payer.tsx'
import { NoRecords, NotListed, type RecordsProps } from './payments-table.tsx'
import { PlanCard } from './plan-card.tsx'

type Subscription = Outputs['subscriptions']['list']['items'][number]
type Item = Subscription['items'][number]

const dash = <span className="faint">–</span>

function Next({ of }: { of: Subscription }) {
  const next = nextOf(of)
  if (!next) return dash
  return (
    <>
      {next.what} <Time at={next.at} show="day" />
    </>
  )
}

const columns: readonly Column<Subscription>[] = [
  {
    key: 'plan',
    title: 'Plan',
    fixed: true,
    render: subscription => (
      <Link
        to="/billing"
        search={before => ({ ...readBillingSearch(before), i: subscription.id })}
        activeOptions={{ includeSearch: true }}
        className={styles.amount}
        onClick={event => event.stopPropagation()}
      >
        {planOf(subscription)}
      </Link>
    ),
  },
  { key: 'status', title: 'Status', width: 112, render: row => <SubscriptionChip status={row.status} /> },
  { key: 'person', title: 'Person', render: row => <Payer of={row} /> },
  {
    key: 'price',
    title: 'Price',
    align: 'right',
    render: ({ items }) =>
      items.map(item => (
        <div key={item.id}>
          <Price amount={item.amount} currency={item.currency} item={{ ...item, planName: null, planSlug: null }} />
        </div>
      )),
  },
  {
    key: 'until',
    title: 'What is next',
    width: 168,
    render: row => <Next of={row} />,
  },
  { key: 'provider', title: 'Through', width: 88, render: row => inWords(row.provider) },
  { key: 'at', title: 'Changed', width: 96, align: 'right', render: row => <Time at={row.at} /> },
]
const givesWay: ReadonlySet<string> = new Set(['price', 'until', 'provider'])
const besidePanel = columns.filter(column => !givesWay.has(column.key))

/** Subscriptions, and the chosen one with its items. */
export function SubscriptionsTable({ search, filters, onClose }: RecordsProps) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/billing' })
  const input = compact({ personId: search.person, status: search.status, search: search.q })
  const list = useLiveRows(trpc.subscriptions.list.infiniteQueryOptions(input, byCursor))
  const { rows } = list
  const chosen = rows?.find(row => row.id === search.i)
  return (
    <WithPanel
      label="Subscriptions"
      filters={
        <>
          {filters}
          <span className="grow" />
          <ColumnChoice name="subscriptions" columns={columns} />
        </>
      }
      list={
        <DataTable
          name="subscriptions"
          label="Subscriptions, the latest change first"
          columns={search.i ? besidePanel : columns}
          rowKey={row => row.id}
          {...list}
          fill
          onRowClick={row => void navigate({ search: before => ({ ...before, i: row.id }) })}
          isChosen={row => row.id === search.i}
          empty={<NoRecords what="subscriptions" filtered={Object.keys(input).length > 0} />}
        />
      }
      panel={
        search.i ? (
          chosen ? (
            <SubscriptionPanel subscription={chosen} onClose={onClose} />
          ) : (
            <NotListed loading={!rows} onClose={onClose} />
          )
        ) : null
      }
    />
  )
}

function SubscriptionPanel({ subscription, onClose }: { subscription: Subscription; onClose: () => void }) {
  const { status, person, payer, provider, providerId, startedAt, periodStart, canceledAt, items } = subscription
  const next = nextOf(subscription)
  const moments: ReadonlyArray<readonly [label: string, at: string | null]> = [
    ['Began', startedAt],
    ['Period from', periodStart],
    ['Cancelled', canceledAt],
    [next?.what ?? '', next?.at ?? null],
  ]
  return (
    <Panel title={planOf(subscription)} note="Subscription" onClose={onClose}>
      <FactGrid
        columns="two"
        facts={[
          { label: 'Status', value: <SubscriptionChip status={status} /> },
          { label: 'Person', value: <Payer of={subscription} link /> },
          ...(!person && payer
            ? [{ label: provider === 'stripe' ? 'Customer' : 'Payer', value: <span className="mono">{payer.id}</span> }]
            : []),
          ...moments.flatMap(([label, at]) => (at ? [{ label, value: <Time at={at} show="date" /> }] : [])),
          { label: inWords(provider), value: <span className="mono">{providerId}</span> },
        ]}
      />
      <ul className={styles.items} aria-label="Items">
        {items.map(item => (
          <ItemFacts key={item.id} item={item} />
        ))}
      </ul>
      {person && <PlanCard personId={person.id} title="What they have" />}
    </Panel>
  )
}

function ItemFacts({ item }: { item: Item }) {
  return (
    <li>
      <div className={styles.item}>
        {nameOf(item)}
        <SubscriptionChip status={item.status} />
      </div>
      <FactGrid
        columns="two"
        facts={[
          {
            label: 'Price',
            value: (
              <Price amount={item.amount} currency={item.currency} item={{ ...item, planName: null, planSlug: null }} />
            ),
          },
          { label: 'Tier', value: tierNames[item.tier] },
          ...(item.periodEnd ? [{ label: 'Period to', value: <Time at={item.periodEnd} show="date" /> }] : []),
          ...(item.canceledAt ? [{ label: 'Cancelled', value: <Time at={item.canceledAt} show="date" /> }] : []),
        ]}
      />
    </li>
  )
}
