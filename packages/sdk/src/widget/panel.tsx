import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Chat } from './chat.ts'
import { Composer } from './composer.tsx'
import { keepFocus } from './focus.ts'
import { backIcon, closeIcon } from './icons.tsx'
import { Messages, when } from './messages-view.tsx'
import { Rating } from './rating.tsx'
import type { ChatState } from './state.ts'
import type { Conversation } from './wire.ts'

/** Who answers, and whether a person was asked for. */
export function whoAnswers({ status, answering }: Conversation): string {
  if (answering.by === 'nobody') return status === 'archived' ? 'Closed' : 'Resolved. Write again to reopen it.'
  if (answering.by === 'person') return `${answering.name ?? 'A person'} answers`
  if (answering.by === 'assistant') return 'The assistant answers'
  return `A person was asked for and will answer here${answering.overdue ? '' : `, by ${when(answering.dueAt)}`}`
}

const troubles = {
  waiting: 'The connection broke off. Trying again; what you write is kept.',
  offline: 'You are offline. What you write is sent when you are back.',
} as const

/** What an open widget shows: a dialog that keeps the focus until it is closed. */
export function Panel({ chat, title }: { chat: Chat; title: string }) {
  const state = chat.get()
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!panel.current?.contains(activeIn(panel.current))) panel.current?.focus()
  }, [state.view.name])
  return (
    <div
      class="panel"
      role="dialog"
      aria-modal="true"
      aria-label={title}
      tabIndex={-1}
      ref={panel}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          chat.hide()
        } else keepFocus(event.currentTarget, event)
      }}
    >
      <Head chat={chat} state={state} title={title} />
      {(state.connection === 'waiting' || state.connection === 'offline') && (
        <div class="state" role="status">
          {troubles[state.connection]}
        </div>
      )}
      {state.failure && (
        <div class="state" role="alert">
          {state.failure}
        </div>
      )}
      <Content chat={chat} state={state} />
    </div>
  )
}

const activeIn = (element: Element): Element | null => {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.activeElement : null
}

function Head({ chat, state, title }: { chat: Chat; state: ChatState; title: string }) {
  const { view, conversation, conversations } = state
  const inside = view.name === 'conversation' || (view.name === 'new' && (conversations?.length ?? 0) > 0)
  return (
    <div class="head">
      {inside && (
        <button type="button" class="icon" aria-label="All conversations" onClick={() => chat.list()}>
          {backIcon}
        </button>
      )}
      <div class="titles">
        <h2 class="title">
          {view.name === 'list' ? title : view.name === 'new' ? 'New conversation' : (conversation?.subject ?? title)}
        </h2>
        <div class="who" role="status">
          {view.name === 'conversation' && conversation ? whoAnswers(conversation) : ''}
        </div>
      </div>
      <button type="button" class="icon" aria-label="Close the chat" onClick={() => chat.hide()}>
        {closeIcon}
      </button>
    </div>
  )
}

function Content({ chat, state }: { chat: Chat; state: ChatState }) {
  if (state.view.name === 'list') return <List chat={chat} conversations={state.conversations} />
  if (state.view.name === 'new') {
    return (
      <>
        <div class="body">
          <p class="empty">
            What can we do for you? Answers name their sources, and a person takes over when it matters.
          </p>
        </div>
        <Composer chat={chat} />
      </>
    )
  }
  return (
    <>
      <Messages chat={chat} />
      <Rating chat={chat} />
      {state.conversation?.status !== 'archived' && <Composer chat={chat} />}
    </>
  )
}

function List({ chat, conversations }: { chat: Chat; conversations: readonly Conversation[] | null }) {
  return (
    <>
      <div class="body">
        {conversations === null ? (
          <p class="empty" role="status">
            Loading…
          </p>
        ) : (
          <ul class="rows">
            {conversations.map(each => (
              <li key={each.id}>
                <button type="button" class="row" onClick={() => void chat.enter(each.id)}>
                  <span class="title">
                    <span>{each.subject ?? each.opening ?? each.preview ?? `Conversation ${each.number}`}</span>
                    {each.unread > 0 && (
                      <span class="unread">
                        {each.unread}
                        <span class="hidden"> unread</span>
                      </span>
                    )}
                  </span>
                  <span class="meta">
                    {whoAnswers(each)}
                    {each.lastMessageAt && ` · ${when(each.lastMessageAt)}`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="foot">
        <button type="button" class="primary" onClick={() => chat.compose()}>
          New conversation
        </button>
      </div>
    </>
  )
}
