import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { DraftConflict } from './draft/draft-conflict.tsx'
import { useDraft } from './draft/use-draft.ts'
import type { EssayRequest } from './essay.ts'
import { RequestHead } from './request-head.tsx'
import { RequestLinks } from './request-links.tsx'
import { RequestOrder } from './request-order.tsx'
import { readRequestSearch, type Tab, tabs } from './request-search.ts'
import { RequestText } from './request-text.tsx'
import { RequestVersions } from './request-versions.tsx'
import styles from './requests.module.css'

/** One request: its text and what becomes of it, what was ordered, every version, and who may read it. */
export function RequestDetail({ id, tab }: { id: string; tab: Tab }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.essayRequests.get.queryOptions({ id }), { keepPrevious: false })
  return (
    <Async query={query} skeleton={<Rows count={8} height={20} gap={20} />}>
      {request => <Loaded request={request} tab={tab} />}
    </Async>
  )
}

function Loaded({ request, tab }: { request: EssayRequest; tab: Tab }) {
  const navigate = useNavigate({ from: '/essay-requests' })
  const draft = useDraft(request)
  useEffect(() => {
    document.title = `#${request.number} · Essay requests · Quarterdeck`
  }, [request.number])
  return (
    <article className={styles.detail} aria-labelledby="request-title">
      <RequestHead request={request} draft={draft} />
      <div>
        <SegmentedControl
          aria-label="Part"
          value={tab}
          onChange={value => void navigate({ search: before => readRequestSearch({ ...before, tab: value }) })}
          data={Object.entries(tabs).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {/* Stays, so that what is written and not stored yet outlives a look at the order. */}
      <div hidden={tab !== 'text'}>
        <RequestText request={request} draft={draft} />
      </div>
      {tab === 'order' && <RequestOrder request={request} />}
      {tab === 'versions' && <RequestVersions request={request} draft={draft} />}
      {tab === 'links' && <RequestLinks request={request} />}
      {draft.state.kind === 'conflict' && (
        <DraftConflict request={request} draft={draft} conflict={draft.state.conflict} />
      )}
    </article>
  )
}
