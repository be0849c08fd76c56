import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { v4 } from 'uuid'
import { useApi } from '../data/api.ts'
import { Channel } from '../features/support/channel-icon.tsx'
import { Composer } from '../features/support/composer.tsx'
import type { Message } from '../features/support/conversation.ts'
import { type Conversation, titleOf, whoAnswers } from '../features/support/conversation.ts'
import { EditDialog } from '../features/support/edit-dialog.tsx'
import { RatingForm } from '../features/support/rating-form.tsx'
import styles from '../features/support/support.module.css'
import { ThreadView } from '../features/support/thread-view.tsx'
import { useMarkRead } from '../features/support/use-mark-read.ts'
import { useOutgoing } from '../features/support/use-outgoing.ts'
import { useThread } from '../features/support/use-thread.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../live/use-live-rows.ts'
import { Async, Empty } from '../ui/async.tsx'
import { Chip } from '../ui/chip.tsx'
import { ListPane } from '../ui/list-pane.tsx'
import { tellFailure } from '../ui/toast.ts'
import { id } from '../url/params.ts'
import { useMember } from './member.ts'
import { MemberPage } from './member-page.tsx'
import { PortalLink, usePortalNavigate } from './portal-link.tsx'

/** Shortest time between two refetches of the list: all conversations of the workspace touch it. In ms. */
const pace = 3_000

/** A customer's conversations: all of them, and the one that the address names, or that is begun at `/support/new`. */
export function SupportPage() {
  const { trpc } = useApi()
  const { conversationId: named } = useParams({ strict: false })
  const navigate = usePortalNavigate()
  const chosen = named === 'new' ? named : id(named)
  const list = useLiveRows({ ...trpc.conversations.mine.infiniteQueryOptions({}, byCursor), meta: { pace } })
  // Kept, so that a message elsewhere, which changes the order, does not change what is open.
  const first = useRef<string>(undefined)
  if (list.rows) first.current ??= list.rows[0]?.id ?? 'new'
  const open = chosen ?? first.current
  return (
    <MemberPage title="Support" wide>
      <div className={styles.portal} data-open={(chosen ?? open) === 'new' || chosen !== undefined}>
        <nav className={styles.portalList} aria-label="Your conversations">
          <Button m={8} renderRoot={props => <PortalLink to="/support/new" {...props} />}>
            New conversation
          </Button>
          <ListPane list={list} compact empty={<Empty title="None yet" compact />}>
            {rows => rows.map(each => <Row key={each.id} conversation={each} open={each.id === open} />)}
          </ListPane>
        </nav>
        <div className={styles.portalMain}>
          <PortalLink to="/support" className={`${styles.portalBack} link`}>
            All conversations
          </PortalLink>
          {open === 'new' ? (
            <Begin onBegun={begun => navigate(`/support/${begun}`)} />
          ) : (
            open && <Chosen key={open} id={open} />
          )}
        </div>
      </div>
    </MemberPage>
  )
}

interface RowProps {
  conversation: Conversation
  open: boolean
}

function Row({ conversation, open }: RowProps) {
  return (
    <PortalLink
      to={`/support/${conversation.id}`}
      className={styles.portalRow}
      aria-current={open ? 'true' : undefined}
    >
      <div className="cut">{titleOf(conversation)}</div>
      <div className="dim cut">{whoAnswers(conversation)}</div>
      {conversation.unread > 0 && <Chip tone="accent">{conversation.unread} new</Chip>}
    </PortalLink>
  )
}

/** The first message makes the conversation. */
function Begin({ onBegun }: { onBegun: (id: string) => void }) {
  const { client } = useApi()
  const [text, setText] = useState('')
  const begin = useMutation({
    mutationFn: async (content: string) => {
      const { id } = await client.conversations.create.mutate({})
      await client.messages.send.mutate({ conversationId: id, content, clientId: v4() })
      return id
    },
    onSuccess: onBegun,
    onError: tellFailure,
  })
  return (
    <form
      className={styles.pane}
      onSubmit={event => {
        event.preventDefault()
        begin.mutate(text.trim())
      }}
    >
      <Textarea
        label="What can we do for you?"
        description="Answers name their sources, and a person takes over when it matters."
        autosize
        minRows={4}
        maxLength={4096}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="filled" disabled={text.trim() === ''} loading={begin.isPending}>
          Send
        </Button>
      </div>
    </form>
  )
}

function Chosen({ id }: { id: string }) {
  const { trpc } = useApi()
  const conversation = useLiveQuery(trpc.conversations.get.queryOptions({ id }), { keepPrevious: false, pace })
  return <Async query={conversation}>{data => <Open conversation={data} />}</Async>
}

function Open({ conversation }: { conversation: Conversation }) {
  const { trpc } = useApi()
  const { id, status, answering } = conversation
  const me = useMember().person.id
  const following = useThread(id, me)
  const sending = useOutgoing(id, me)
  const [editing, setEditing] = useState<Message | null>(null)
  const remove = useMutation(trpc.messages.remove.mutationOptions({ onError: tellFailure }))
  const escalate = useMutation(trpc.conversations.escalate.mutationOptions({ onError: tellFailure }))
  const resolve = useMutation(trpc.conversations.resolve.mutationOptions({ onError: tellFailure }))
  useMarkRead(conversation, 'person', following.thread)
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title}>{titleOf(conversation)}</h2>
        <div className={styles.over}>
          {conversation.channel !== 'web' && <Channel channel={conversation.channel} />}
          <span role="status">{whoAnswers(conversation)}</span>
          <span className="grow" />
          {answering.by === 'assistant' && (
            <Button size="compact-xs" onClick={() => escalate.mutate({ id })} loading={escalate.isPending}>
              Ask for a person
            </Button>
          )}
          {answering.by !== 'nobody' && (
            <Button size="compact-xs" onClick={() => resolve.mutate({ id })} loading={resolve.isPending}>
              It is solved
            </Button>
          )}
        </div>
      </header>
      <ThreadView
        conversation={conversation}
        own="person"
        following={following}
        sending={sending}
        onEdit={setEditing}
        onRemove={message => remove.mutate({ id: message.id })}
      />
      {status === 'resolved' && <RatingForm conversation={conversation} />}
      {status !== 'archived' && (
        <Composer
          conversationId={id}
          text={sending.draft.text}
          onText={text => sending.setDraft({ text, note: false })}
          onSend={sending.send}
          label="Write a message"
          action="Send"
        />
      )}
      <EditDialog message={editing} onClose={() => setEditing(null)} />
    </>
  )
}
