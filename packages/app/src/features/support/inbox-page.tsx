import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useShell } from '../../shell/shell-context.ts'
import { Async, Empty } from '../../ui/async.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { compact } from '../../url/params.ts'
import { ConversationDetail } from './conversation-detail.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { InboxFilters } from './inbox-filters.tsx'
import { StaffSwitches } from './staff-switches.tsx'
import { type InboxSearch, withChosen } from './support-search.ts'

const route = getRouteApi('/shell/support')

/** What customers write: the list, and the conversation that is chosen. */
export function InboxPage() {
  const search = route.useSearch()
  const { i } = search
  const { list, filtered } = useConversations(search)
  const navigate = useNavigate({ from: '/support' })
  const detail = useRef<HTMLElement>(null)
  useListKeys(i, id => void navigate({ search: before => withChosen(before, id), replace: true }), detail)
  return (
    <Page title="Inbox" actions={<StaffSwitches />} bare>
      <Split
        listLabel="Conversations"
        chosen={i !== undefined}
        onBack={() => void navigate({ search: before => withChosen(before, undefined) })}
        detailRef={detail}
        filters={<InboxFilters search={search} />}
        list={
          <ListPane list={list} empty={<Nothing filtered={filtered} />}>
            {rows => rows.map(each => <ConversationRow key={each.id} conversation={each} chosen={each.id === i} />)}
          </ListPane>
        }
        detail={
          i ? <Chosen key={`${i} ${search.m}`} id={i} at={search.m} /> : list.rows && list.rows.length > 0 && <Keys />
        }
      />
    </Page>
  )
}

/** The conversations that fit, and whether that is a choice of the reader's. */
function useConversations(search: InboxSearch) {
  const { trpc } = useApi()
  const me = useShell().session.person.id
  const input = compact({
    open: search.show === 'all' || search.status ? undefined : true,
    unread: search.show === 'unread' ? true : undefined,
    status: search.status,
    priority: search.priority,
    channel: search.channel,
    handler: search.by,
    tag: search.tag,
    assigneeId: search.of && (search.of === 'me' ? me : null),
    search: search.q,
  })
  const list = useLiveRows(trpc.conversations.list.infiniteQueryOptions(input, byCursor))
  return { list, filtered: Object.keys(input).some(key => key !== 'open') }
}

function Chosen({ id, at }: { id: string; at: number | undefined }) {
  const { trpc } = useApi()
  const conversation = useLiveQuery(trpc.conversations.get.queryOptions({ id }), { keepPrevious: false })
  return <Async query={conversation}>{data => <ConversationDetail conversation={data} at={at} />}</Async>
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <NoMatch what="conversation" to="/support" />
  ) : (
    <Empty title="Nothing waits">
      Conversations from the chat widget, the portal, e-mail and messengers appear here. To put the widget on a page,
      add the script <span className="mono">/widget.js</span> of this server with your write key as{' '}
      <span className="mono">data-write-key</span>.
    </Empty>
  )
}

function Keys() {
  return (
    <Empty title="Choose a conversation">
      <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the list, <kbd className="key">Enter</kbd> goes
      to the conversation; there <kbd className="key">R</kbd> begins a reply and <kbd className="key">N</kbd> a note.
    </Empty>
  )
}
