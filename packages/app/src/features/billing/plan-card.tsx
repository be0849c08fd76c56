import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { featureNames, nextOf, tierNames } from './billing-words.ts'
import { Price, SubscriptionChip } from './marks.tsx'

/** Of items that give something, or will. */
const itemLabels: Readonly<Record<string, string>> = {
  active: 'Pays',
  trialing: 'Will pay',
  past_due: 'Owes',
  canceled: 'Paid',
  upcoming: 'Then',
}

/** What somebody has: the subscription that goes on, and what it entitles them to. Without a person, one's own. */
export function PlanCard({ personId, title = 'Plan' }: { personId?: string; title?: string }) {
  const { trpc } = useApi()
  const whose = personId ? { personId } : {}
  const entitlement = useLiveQuery(trpc.subscriptions.entitlements.queryOptions(whose), { keepPrevious: false })
  const current = useLiveQuery(trpc.subscriptions.current.queryOptions(whose), { keepPrevious: false }).data
  const next = current && nextOf(current)
  return (
    <Card title={title} aside={current && <SubscriptionChip status={current.status} />}>
      <Async query={entitlement} compact>
        {({ tier, features, validUntil }) => (
          <FactGrid
            columns="two"
            facts={[
              { label: 'Plan', value: <strong>{tierNames[tier]}</strong> },
              ...(current?.items ?? []).flatMap(item =>
                itemLabels[item.status] === undefined
                  ? []
                  : [
                      {
                        label: itemLabels[item.status] ?? '',
                        value: <Price amount={item.amount} currency={item.currency} item={item} />,
                      },
                    ],
              ),
              {
                label: 'Includes',
                value: features.map(feature => featureNames[feature] ?? feature.replaceAll('_', ' ')).join(', '),
              },
              ...(next ? [{ label: next.what, value: <Time at={next.at} show="day" /> }] : []),
              // What is late lasts a little longer; what has another end than its subscription has it here.
              ...(validUntil && validUntil !== next?.at
                ? [{ label: 'Lasts until', value: <Time at={validUntil} show="date" /> }]
                : []),
              ...(current?.endsAt
                ? [{ label: 'Cancelled', value: <Chip tone="amber">will not be renewed</Chip> }]
                : []),
            ]}
          />
        )}
      </Async>
    </Card>
  )
}
