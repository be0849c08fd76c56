import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from './chat.ts'
import type { Pending } from './outbox.ts'
import { nameOf } from './state.ts'
import type { Attachment, Citation, Message } from './wire.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

/** The time of day, and the day when it is another one than today. */
export function when(at: string, now = new Date()): string {
  const date = new Date(at)
  const time = clock.format(date)
  return date.toDateString() === now.toDateString() ? time : `${day.format(date)}, ${time}`
}

/** How near its end a list counts as read to the end, in pixels. */
const nearEnd = 80

/** The messages of the open conversation, the latest in sight unless the reader went back. */
export function Messages({ chat }: { chat: Chat }) {
  const { thread, hasEarlier, loadingEarlier, typing, conversation, view } = chat.get()
  const body = useRef<HTMLElement>(null)
  const wasAtEnd = useRef(true)
  const pending = view.name === 'conversation' ? chat.pending(view.id) : []
  const unsent = pending.filter(each => !thread.messages.some(({ clientId }) => clientId === each.clientId))
  useLayoutEffect(() => {
    if (body.current && wasAtEnd.current) body.current.scrollTop = body.current.scrollHeight
  })
  const seen = thread.messages.findLast(
    ({ seq, author }) => author.kind === 'person' && seq <= (conversation?.staffReadSeq ?? 0),
  )
  return (
    <section
      class="body"
      ref={body}
      // What scrolls must be reached by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      aria-label="Messages"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        wasAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd
      }}
    >
      <ol class="messages">
        {hasEarlier && (
          <li class="message" data-side="notice">
            <button type="button" class="link" disabled={loadingEarlier} onClick={() => void chat.earlier()}>
              Earlier messages
            </button>
          </li>
        )}
        {thread.messages.map(message => (
          <One key={message.id} message={message} chat={chat} seen={message === seen} />
        ))}
        {thread.draft && (
          <li class="message" aria-hidden="true">
            <div class="bubble">{thread.draft.text}…</div>
          </li>
        )}
        {unsent.map(each => (
          <Unsent key={each.clientId} pending={each} chat={chat} />
        ))}
        {typing && !thread.draft && (
          <li class="message">
            <span class="meta">{typing} is typing…</span>
          </li>
        )}
      </ol>
    </section>
  )
}

/** An address up to what ends the sentence that it stands in. */
const address = /(\bhttps?:\/\/[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]])/i

/** Plain text whose addresses can be followed. */
const linked = (text: string) =>
  text.split(address).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  )

function One({ message, chat, seen }: { message: Message; chat: Chat; seen: boolean }) {
  const { author, content, createdAt, editedAt, deletedAt } = message
  if (author.kind === 'system') {
    return (
      <li class="message" data-side="notice">
        {content}
      </li>
    )
  }
  const words = [
    author.kind !== 'person' && nameOf(message),
    when(createdAt),
    editedAt && !deletedAt && 'edited',
    seen && 'seen',
  ]
  return (
    <li class="message" data-side={author.kind === 'person' ? 'mine' : 'theirs'}>
      <span class="hidden">{nameOf(message)}:</span>
      {deletedAt ? (
        <div class="bubble gone">This message was removed.</div>
      ) : (
        content && <div class="bubble">{linked(content)}</div>
      )}
      {!deletedAt && message.attachments.length > 0 && <Files files={message.attachments} chat={chat} />}
      {!deletedAt && message.citations.length > 0 && <Sources citations={message.citations} chat={chat} />}
      <span class="meta">{words.filter(Boolean).join(' · ')}</span>
    </li>
  )
}

function Unsent({ pending: { clientId, content, refused }, chat }: { pending: Pending; chat: Chat }) {
  return (
    <li class="message" data-side="mine">
      <div class="bubble">{content}</div>
      {refused === null ? (
        <span class="meta">Sending…</span>
      ) : (
        <span class="meta bad">
          Not sent: {refused}{' '}
          <button type="button" class="link" onClick={() => chat.resend(clientId)}>
            Send again
          </button>{' '}
          <button type="button" class="link" onClick={() => chat.discard(clientId)}>
            Discard
          </button>
        </span>
      )}
    </li>
  )
}

/** Where an answer comes from: each source opens to the words that say so, and leads to the whole. */
function Sources({ citations, chat }: { citations: readonly Citation[]; chat: Chat }) {
  return (
    <div class="sources">
      {citations.map(({ documentId, title, headings, quote, url }, index) => (
        <details key={`${documentId} ${index}`}>
          <summary>
            {index + 1}. {[title, ...headings.filter(each => each !== title)].join(' › ')}
          </summary>
          <blockquote>{quote}</blockquote>
          <a class="link" href={chat.address(url)} target="_blank" rel="noopener noreferrer">
            Read it whole
          </a>
        </details>
      ))}
    </div>
  )
}

function Files({ files, chat }: { files: readonly Attachment[]; chat: Chat }) {
  return (
    <div class="files">
      {files.map(file => (
        <FileButton key={file.id} file={file} chat={chat} />
      ))}
    </div>
  )
}

/** Fetched only when asked for, because it needs the visitor's token. Images are then shown in place. */
function FileButton({ file: { id, name, type }, chat }: { file: Attachment; chat: Chat }) {
  const [shown, setShown] = useState<string | null>(null)
  const open = async () => {
    const blob = await chat.download(id)
    if (!blob) return
    const address = URL.createObjectURL(blob)
    if (type.startsWith('image/')) return setShown(address)
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }
  if (shown) {
    return (
      <span class="file">
        <img src={shown} alt={name} onLoad={() => URL.revokeObjectURL(shown)} />
      </span>
    )
  }
  return (
    <button type="button" class="file" onClick={() => void open()}>
      {type.startsWith('image/') ? `Show ${name}` : `Download ${name}`}
    </button>
  )
}
