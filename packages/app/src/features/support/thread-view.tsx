import { Button } from '@mantine/core'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { Failed, Rows } from '../../ui/async.tsx'
import type { Conversation, Message } from './conversation.ts'
import { MessageView, Unsent } from './message-view.tsx'
import styles from './thread.module.css'
import type { Thread } from './thread.ts'
import type { useOutgoing } from './use-outgoing.ts'
import type { useThread } from './use-thread.ts'

/** How near its end a list counts as read to the end, in pixels. */
const nearEnd = 80

export interface ThreadViewProps {
  conversation: Conversation
  own: 'person' | 'staff'
  /** The number of the message to go to; else it is the latest. */
  at?: number | undefined
  following: ReturnType<typeof useThread>
  sending: ReturnType<typeof useOutgoing>
  onEdit?: ((message: Message) => void) | undefined
  onRemove?: ((message: Message) => void) | undefined
}

/** The messages of a conversation, the latest in sight unless the reader went back. */
export function ThreadView({ conversation, own, at, following, sending, onEdit, onRemove }: ThreadViewProps) {
  const { thread, typing, error, retry, loadBefore } = following
  const scroller = useRef<HTMLElement>(null)
  const wasAtEnd = useRef(true)
  useLayoutEffect(() => {
    if (scroller.current && wasAtEnd.current) scroller.current.scrollTop = scroller.current.scrollHeight
  })
  useGoTo(at, thread, scroller, wasAtEnd, loadBefore)
  if (!thread)
    return <div className={styles.scroller}>{error ? <Failed error={error} onRetry={retry} /> : <Rows />}</div>
  const { messages, hasBefore, draft } = thread
  const arrived = new Set(messages.map(({ clientId }) => clientId))
  const readSeq = own === 'staff' ? conversation.personReadSeq : conversation.staffReadSeq
  const seen = messages.findLast(({ author, seq, internal }) => author.kind === own && !internal && seq <= readSeq)
  const mailed = messages.findLast(
    ({ author, seq, internal }) =>
      author.kind === 'staff' && !internal && seq <= conversation.mailedSeq && seq > readSeq,
  )
  return (
    <section
      className={styles.scroller}
      ref={scroller}
      aria-label="Messages"
      // What scrolls must be reached by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        wasAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd
      }}
    >
      {hasBefore && (
        <Button variant="subtle" onClick={() => void loadBefore()}>
          Earlier messages
        </Button>
      )}
      <ol className={styles.messages}>
        {messages.map(message => (
          <MessageView
            key={message.id}
            message={message}
            own={own}
            seen={message === seen}
            mailed={own === 'staff' && message === mailed}
            sought={message.seq === at}
            {...(onEdit && message.author.kind === own && { onEdit })}
            {...(onRemove && (own === 'staff' || message.author.kind === own) && { onRemove })}
          />
        ))}
        {sending.outgoing
          .filter(({ clientId }) => !arrived.has(clientId))
          .map(each => (
            <Unsent key={each.clientId} outgoing={each} onResend={sending.resend} onDiscard={sending.discard} />
          ))}
        {draft && (
          <li className={styles.message} data-side={own === 'staff' ? 'own' : 'other'} aria-hidden>
            <div className={styles.bubble}>{draft.text}…</div>
          </li>
        )}
      </ol>
      <div className={styles.typing} role="status">
        {typing.length > 0 && `${typing.join(' and ')} ${typing.length > 1 ? 'are' : 'is'} typing…`}
      </div>
      <Newest message={messages.at(-1)} own={own} />
    </section>
  )
}

/** Goes to a message once, loading what was said before until it is there. */
function useGoTo(
  at: number | undefined,
  thread: Thread | null,
  scroller: RefObject<HTMLElement | null>,
  wasAtEnd: RefObject<boolean>,
  loadBefore: () => Promise<void>,
): void {
  const sought = useRef(at)
  useEffect(() => {
    const [first] = thread?.messages ?? []
    if (!thread || !first || sought.current === undefined) return
    if (first.seq > sought.current && thread.hasBefore) {
      void loadBefore()
      return
    }
    sought.current = undefined
    const message = scroller.current?.querySelector('[data-sought="true"]')
    if (!message) return
    wasAtEnd.current = false
    message.scrollIntoView({ block: 'center' })
  }, [thread, scroller, wasAtEnd, loadBefore])
}

/** Says what came last to those who do not see the screen. */
function Newest({ message, own }: { message: Message | undefined; own: 'person' | 'staff' }) {
  const first = useRef(message?.id)
  const isNews = message && message.id !== first.current && message.author.kind !== own
  return (
    <div className="sr-only" role="status">
      {isNews && `${message.author.name}: ${message.content}`}
    </div>
  )
}
