import { SegmentedControl } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { sought } from '../../ui/filters.ts'
import { Page } from '../../ui/page.tsx'

import { personName } from '../people/person-name.ts'
import { type BillingSearch, readBillingSearch } from './billing-search.ts'
import { inWords, paymentStatuses, subscriptionStatuses } from './billing-words.ts'
import { PaymentsTable } from './payments-table.tsx'
import { SubscriptionsTable } from './subscriptions-table.tsx'

const route = getRouteApi('/shell/billing')

/** What is paid: every payment and every subscription that Clerk and Stripe told of, and what they entitle to. */
export function BillingPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/billing' })
  const close = () => void navigate({ search: ({ i: _, ...rest }) => rest })
  useHotkeys([['Escape', () => search.i && close()]])
  const Table = search.tab === 'subscriptions' ? SubscriptionsTable : PaymentsTable
  return (
    <Page title="Billing" crumb="From Clerk and Stripe, the latest change first" bare>
      <Table key={search.tab} search={search} filters={<Filters search={search} />} onClose={close} />
    </Page>
  )
}

function Filters({ search }: { search: BillingSearch }) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/billing' })
  const statuses = search.tab === 'subscriptions' ? subscriptionStatuses : paymentStatuses
  const person = useLiveQuery({
    ...trpc.people.get.queryOptions({ id: search.person ?? '' }),
    enabled: search.person !== undefined,
  }).data
  return (
    <>
      <SegmentedControl
        aria-label="View"
        value={search.tab ?? 'payments'}
        onChange={value =>
          void navigate({
            search: before =>
              readBillingSearch({
                ...{ person: before.person, q: before.q },
                ...(value === 'subscriptions' && { tab: 'subscriptions' }),
              }),
          })
        }
        data={[
          { value: 'payments', label: 'Payments' },
          { value: 'subscriptions', label: 'Subscriptions' },
        ]}
      />
      <FilterBar
        values={search}
        onChange={(key, value) =>
          void navigate({ search: ({ i: _, ...before }) => readBillingSearch({ ...before, [key]: value }) })
        }
        filters={[
          {
            key: 'status',
            label: 'Status',
            kind: 'choice',
            options: statuses.map(value => ({ value, label: inWords(value) })),
          },
          ...(search.person
            ? [
                {
                  key: 'person',
                  label: 'Person',
                  kind: 'choice' as const,
                  options: [{ value: search.person, label: person ? personName(person) : search.person }],
                },
              ]
            : []),
          sought('Part of a name or e-mail, or a whole id of Clerk or Stripe'),
        ]}
      />
    </>
  )
}
