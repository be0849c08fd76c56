import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Mark } from '../../ui/chip.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf, sought } from '../../ui/filters.ts'
import { ListPane } from '../../ui/list-pane.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { Time } from '../../ui/time.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { compact } from '../../url/params.ts'
import row from '../issues/issue-row.module.css'
import { RefusalsCard } from './refusals-card.tsx'
import { ReplayMany } from './replay-many.tsx'
import { WebhookDetail } from './webhook-detail.tsx'
import {
  readWebhookSearch,
  refused,
  sourceNames,
  sources,
  statuses,
  statusNames,
  type WebhookRow,
  type WebhookSearch,
} from './webhook-search.ts'
import styles from './webhooks.module.css'

const route = getRouteApi('/shell/webhooks')

/** What other programs told us: each delivery, what became of it, and the way to apply it again. */
export function WebhooksPage() {
  return (
    <Only right="admin" page="Webhooks" what="read what other systems send">
      <Webhooks />
    </Only>
  )
}

function Webhooks() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/webhooks' })
  const detail = useRef<HTMLElement>(null)
  const input = compact({ source: search.source, status: search.status, search: search.q })
  const list = useLiveRows(trpc.webhooks.list.infiniteQueryOptions(input, byCursor))
  const { rows } = list
  useListKeys(search.i, i => void navigate({ search: before => ({ ...before, i }), replace: true }), detail)
  return (
    <Page
      title="Webhooks"
      crumb="Latest first"
      actions={<ReplayMany search={search} enabled={rows !== undefined && rows.length > 0} />}
      bare
    >
      <Split
        listLabel="Deliveries"
        chosen={search.i !== undefined}
        onBack={() => void navigate({ search: ({ i: _, ...rest }) => rest })}
        detailRef={detail}
        filters={<Filters search={search} />}
        list={
          <>
            <RefusedRow chosen={search.i === refused} />
            <ListPane list={list} empty={<Nothing filtered={Object.keys(input).length > 0} />}>
              {rows =>
                rows.map(webhook => <DeliveryRow key={webhook.id} webhook={webhook} chosen={webhook.id === search.i} />)
              }
            </ListPane>
          </>
        }
        detail={
          search.i === refused ? (
            <RefusalsCard />
          ) : search.i ? (
            <WebhookDetail key={search.i} id={search.i} />
          ) : (
            rows && rows.length > 0 && <Keys />
          )
        }
      />
    </Page>
  )
}

function Keys() {
  return (
    <Empty title="Choose a delivery">
      <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the list, <kbd className="key">Enter</kbd> goes
      to the detail, <kbd className="key">R</kbd> applies it again.
    </Empty>
  )
}

function Filters({ search }: { search: WebhookSearch }) {
  const navigate = useNavigate({ from: '/webhooks' })
  return (
    <FilterBar
      values={search}
      onChange={(key, value) => void navigate({ search: before => readWebhookSearch({ ...before, [key]: value }) })}
      filters={[
        choice('source', 'Source', optionsOf(sourceNames, sources)),
        choice('status', 'Status', optionsOf(statusNames, statuses)),
        sought('Part of an id or type, or text of the body'),
      ]}
    />
  )
}

function DeliveryRow({ webhook, chosen }: { webhook: WebhookRow; chosen: boolean }) {
  const { name, tone } = statuses[webhook.status]
  return (
    <Link
      to="/webhooks"
      search={before => ({ ...readWebhookSearch(before), i: webhook.id })}
      activeOptions={{ includeSearch: true }}
      className={row.row}
      data-chosen={chosen}
      data-row={webhook.id}
    >
      <Mark tone={tone} label={name} />
      <span className={`${row.title} cut`}>{webhook.eventType}</span>
      <Time at={webhook.receivedAt} className={row.age} />
      <span className={row.facts}>
        <span>{sources[webhook.source]}</span>
        <span className="cut grow">{webhook.lastError ?? webhook.deliveryId}</span>
        {webhook.attempts > 1 && <span>{webhook.attempts} tries</span>}
        <span>{name.split(',')[0]}</span>
      </span>
    </Link>
  )
}

/** Above the list while there is something to say: deliveries that were turned away at the door. */
function RefusedRow({ chosen }: { chosen: boolean }) {
  const { trpc } = useApi()
  const refusals = useLiveQuery(trpc.webhooks.refusals.queryOptions({})).data?.items ?? []
  const [latest] = refusals
  if (!latest) return null
  const total = refusals.reduce((sum, each) => sum + each.count, 0)
  return (
    <Link
      to="/webhooks"
      search={before => ({ ...readWebhookSearch(before), i: refused })}
      activeOptions={{ includeSearch: true }}
      className={`${row.row} ${styles.refused}`}
      data-chosen={chosen}
    >
      <Mark tone="amber" label="Refused" />
      <span className={`${row.title} cut`}>{count(total)} refused at the door</span>
      <Time at={latest.lastAt} className={row.age} />
    </Link>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <NoMatch what="delivery" to="/webhooks">
      The list keeps listening: one that fits appears here when it arrives.
    </NoMatch>
  ) : (
    <Empty title="No deliveries yet">
      Let Clerk send to <code className="mono">{location.origin}/webhooks/clerk</code> or Stripe to{' '}
      <code className="mono">{location.origin}/webhooks/stripe</code>, and set CLERK_WEBHOOK_SECRET or
      STRIPE_WEBHOOK_SECRET on the server. Each delivery appears here as it arrives.
    </Empty>
  )
}
