import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { featureNames, tierNames } from './billing-words.ts'
import { Price, SubscriptionChip } from './marks.tsx'

/** What somebody has: the subscription that goes on, and what it entitles them to. Without a person, one's own. */
export function PlanCard({ personId, title = 'Plan' }: { personId?: string; title?: string }) {
  const { trpc } = useApi()
  const whose = personId ? { personId } : {}
  const entitlement = useLiveQuery(trpc.subscriptions.entitlements.queryOptions(whose), { keepPrevious: false })
  const current = useLiveQuery(trpc.subscriptions.current.queryOptions(whose), { keepPrevious: false }).data
  return (
    <Card title={title} aside={current && <SubscriptionChip status={current.status} />}>
      <Async query={entitlement} compact>
        {({ tier, features, validUntil }) => (
          <FactGrid
            columns="two"
            facts={[
              { label: 'Plan', value: <strong>{tierNames[tier]}</strong> },
              ...(current?.items ?? []).map(item => ({
                label: 'Pays',
                value: <Price amount={item.amount} currency={item.currency} item={item} />,
              })),
              {
                label: 'Includes',
                value: features.map(feature => featureNames[feature] ?? feature.replaceAll('_', ' ')).join(', '),
              },
              {
                label: 'Until',
                value: validUntil ? <Time at={validUntil} show="date" /> : 'No end',
              },
              ...(current?.canceledAt
                ? [{ label: 'Cancelled', value: <Chip tone="amber">ends with its period</Chip> }]
                : []),
            ]}
          />
        )}
      </Async>
    </Card>
  )
}
