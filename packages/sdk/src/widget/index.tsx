import { render } from 'preact'
import { createIds } from '../uuid.ts'
import { type Chat, createChat } from './chat.ts'
import { createClient } from './client.ts'
import { chatIcon, closeIcon } from './icons.tsx'
import { createOutbox } from './outbox.ts'
import { Panel } from './panel.tsx'
import { createVisitor } from './visitor.ts'
import css from './widget.css'
import type { UserProof } from './wire.ts'

export interface WidgetOptions {
  /** Where the server is. */
  origin: string
  writeKey: string
  /** Over the list of conversations, and the dialog's name. */
  title: string
  /** Any other word follows the device. */
  theme: string | undefined
  /** Who sits here, as the page's server has signed it. */
  user?: UserProof
}

/** What pages can do with the widget. */
export interface Widget {
  open: () => void
  close: () => void
  /** Who sits here, as the page's server has signed it: what they wrote before as a stranger is theirs. */
  identify: (user: UserProof) => void
  /** They signed out: whoever comes next is a stranger. */
  forget: () => void
}

/** Puts the widget on the page, under a shadow root: the page's style does not reach it, nor its style the page. */
export function mountWidget({ origin, writeKey, title, theme, user }: WidgetOptions): Widget {
  const host = document.createElement('quarterdeck-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  // Not a style element: those need a page's leave under a content security policy.
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  followTheme(host, theme)

  const visitor = createVisitor(origin, writeKey, () => localStorage)
  let drawn = false
  const chat: Chat = createChat({
    client: createClient(origin, visitor.token),
    outbox: createOutbox(() => localStorage, `quarterdeck-chat-outbox:${writeKey}`),
    newId: createIds(Date.now),
    onRefused: visitor.renew,
    onChange() {
      if (drawn) return
      drawn = true
      queueMicrotask(() => {
        drawn = false
        draw()
      })
    },
  })
  const close = () => {
    chat.hide()
    // On phones it is there only once the panel is gone.
    setTimeout(() => root.querySelector<HTMLElement>('.launcher')?.focus(), 0)
  }
  const draw = () => render(<App chat={{ ...chat, hide: close }} title={title} />, root)
  draw()
  document.body.append(host)
  document.addEventListener('visibilitychange', chat.seen)
  const isNew = user !== undefined && visitor.identify(user)
  if (visitor.isKnown() || isNew) void chat.wake()
  return {
    open: () => void chat.show(),
    close,
    identify(named) {
      if (visitor.identify(named)) void chat.restart()
    },
    forget() {
      visitor.forget()
      chat.hide()
      chat.clear()
    },
  }
}

function followTheme(host: HTMLElement, theme: string | undefined): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const show = () => {
    host.dataset.theme = theme === 'dark' || theme === 'light' ? theme : dark.matches ? 'dark' : 'light'
  }
  dark.addEventListener('change', show)
  show()
}

function App({ chat, title }: { chat: Chat; title: string }) {
  const { open, conversations, conversation, announcement } = chat.get()
  const others = (conversations ?? []).filter(each => each.id !== conversation?.id)
  const unread = others.reduce((sum, each) => sum + each.unread, conversation?.unread ?? 0)
  return (
    <>
      <div class="hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      {open && <Panel chat={chat} title={title} />}
      <button
        type="button"
        class="launcher"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => (open ? chat.hide() : void chat.show())}
      >
        {open ? closeIcon : chatIcon}
        <span class="hidden">{open ? 'Close the chat' : title}</span>
        {!open && unread > 0 && (
          <span class="badge">
            {unread}
            <span class="hidden"> unread</span>
          </span>
        )}
      </button>
    </>
  )
}
