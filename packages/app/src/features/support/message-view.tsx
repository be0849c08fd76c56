import { Button, Menu } from '@mantine/core'
import { IconDots, IconPaperclip } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useApi } from '../../data/api.ts'
import { Linked } from '../../ui/linked.tsx'
import { Time } from '../../ui/time.tsx'
import type { Message } from './conversation.ts'
import { DeliveryMark, DeliveryTrouble } from './delivery-mark.tsx'
import { OriginalMail } from './original-mail.tsx'
import styles from './thread.module.css'
import type { Outgoing } from './unsent.ts'
import type { Attachment } from './upload.ts'

/** On which side of the thread somebody's words stand. */
export type Side = 'own' | 'other' | 'notice'

export function sideOf({ author: { kind } }: Message, own: 'person' | 'staff'): Side {
  if (kind === 'system') return 'notice'
  // Staff see the assistant on their side: both speak for the house.
  return kind === own || (own === 'staff' && kind === 'agent') ? 'own' : 'other'
}

export interface MessageViewProps {
  message: Message
  own: 'person' | 'staff'
  /** The other side has read up to here. */
  seen: boolean
  /** It was mailed to the customer, who had not read it. */
  mailed: boolean
  /** Somebody came to see this one. */
  sought: boolean
  onEdit?: ((message: Message) => void) | undefined
  onRemove?: ((message: Message) => void) | undefined
}

/** One message: who, what, with what, from where, and when. */
export function MessageView({ message, own, seen, mailed, sought, onEdit, onRemove }: MessageViewProps) {
  const { author, content, internal, citations, attachments, createdAt, editedAt, deletedAt } = message
  const side = sideOf(message, own)
  if (side === 'notice') {
    return (
      <li className={styles.message} data-side="notice">
        {content} <Time at={createdAt} className={styles.when} />
        <DeliveryMark delivery={message.delivery} />
        <DeliveryTrouble message={message} own={own} />
      </li>
    )
  }
  const mayChange = !deletedAt && (onEdit || onRemove)
  return (
    <li className={styles.message} data-side={side} data-note={internal} data-sought={sought}>
      <div className={styles.by}>
        <span>{author.kind === own && own === 'person' ? 'You' : author.name}</span>
        {author.kind === 'agent' && author.name.toLowerCase() !== 'assistant' && <span>assistant</span>}
        {internal && <span>note, only staff see it</span>}
        {mayChange && <Changes message={message} onEdit={onEdit} onRemove={onRemove} />}
      </div>
      {deletedAt ? (
        <div className={styles.gone}>This message was removed.</div>
      ) : (
        content && (
          <div className={styles.bubble}>
            <Linked text={content} />
          </div>
        )
      )}
      {message.shortened && <OriginalMail id={message.id} />}
      {!deletedAt && <Files attachments={attachments} />}
      {!deletedAt && <Sources citations={citations} own={own} />}
      <div className={styles.when}>
        <Time at={createdAt} />
        {editedAt && !deletedAt && ' · edited'}
        {seen && ' · seen'}
        {mailed && ' · unread, so it was e-mailed'}
        <DeliveryMark delivery={message.delivery} />
        {own === 'staff' && <Costs message={message} />}
        {own === 'staff' && message.workflowId && (
          <>
            {' · '}
            <Link to="/workflows" search={{ i: message.workflowId }} className="link">
              How it came about
            </Link>
          </>
        )}
      </div>
      <DeliveryTrouble message={message} own={own} />
    </li>
  )
}

function Changes({ message, onEdit, onRemove }: Pick<MessageViewProps, 'message' | 'onEdit' | 'onRemove'>) {
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className={styles.more} aria-label="Change this message">
          <IconDots size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {onEdit && <Menu.Item onClick={() => onEdit(message)}>Edit</Menu.Item>}
        {onRemove && (
          <Menu.Item color="red" onClick={() => onRemove(message)}>
            Remove
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What a reply took: only staff are told. */
function Costs({ message: { model, costMicros, latencyMs, confidence } }: { message: Message }) {
  const parts = [
    model,
    latencyMs !== null && `${(latencyMs / 1_000).toFixed(1)} s`,
    costMicros !== null && `$${(costMicros / 1_000_000).toFixed(4)}`,
    confidence !== null && `${Math.round(confidence * 100)} % sure`,
  ].filter(Boolean)
  return parts.length > 0 && ` · ${parts.join(' · ')}`
}

function Files({ attachments }: { attachments: readonly Attachment[] }) {
  const { url } = useApi()
  if (attachments.length === 0) return null
  return (
    <ul className={styles.files}>
      {attachments.map(file => (
        <li key={file.id}>
          <a href={`${url}/attachments/${file.id}`} target="_blank" rel="noopener" className={styles.file}>
            {file.type.startsWith('image/') ? (
              <img src={`${url}/attachments/${file.id}`} alt={file.name} loading="lazy" />
            ) : (
              <>
                <IconPaperclip size={14} aria-hidden /> {file.name}
              </>
            )}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Where an answer comes from: each source opens to the words that say so, and leads to the whole. */
function Sources({ citations, own }: { citations: Message['citations']; own: 'person' | 'staff' }) {
  if (citations.length === 0) return null
  return (
    <ol className={styles.sources} aria-label="Sources">
      {citations.map((citation, index) => (
        <li key={`${citation.chunkId} ${index}`}>
          <details>
            <summary>
              [{index + 1}] {placeOf(citation)}
            </summary>
            <blockquote>{citation.quote}</blockquote>
            <SourceLink citation={citation} own={own} />
          </details>
        </li>
      ))}
    </ol>
  )
}

type Cited = Message['citations'][number]

const placeOf = ({ title, headings }: Cited) => [title, ...headings.filter(each => each !== title)].join(' › ')

/** Staff see the document with its passages; customers what its address shows. */
function SourceLink({
  citation: { documentId, chunkId, url: address },
  own,
}: {
  citation: Cited
  own: 'person' | 'staff'
}) {
  const { url } = useApi()
  if (own === 'staff') {
    return (
      <Link
        to="/knowledge/$documentId"
        params={{ documentId }}
        search={{ tab: 'passages', chunk: chunkId }}
        className="link"
      >
        Open the document
      </Link>
    )
  }
  return (
    <a
      href={address.startsWith('/') ? url + address : address}
      target="_blank"
      rel="noopener noreferrer"
      className="link"
    >
      Read it whole
    </a>
  )
}

export interface UnsentProps {
  outgoing: Outgoing
  onResend: (outgoing: Outgoing) => void
  onDiscard: (clientId: string) => void
}

/** What was written and has not arrived. */
export function Unsent({ outgoing, onResend, onDiscard }: UnsentProps): ReactNode {
  const { content, failure, internal, clientId } = outgoing
  return (
    <li className={styles.message} data-side="own" data-note={internal}>
      <div className={styles.bubble}>{content || 'A file'}</div>
      {failure === null ? (
        <div className={styles.when}>Sending…</div>
      ) : (
        <div className={styles.failed} role="alert">
          Not sent: {failure}
          <Button variant="transparent" size="compact-xs" onClick={() => onResend(outgoing)}>
            Send again
          </Button>
          <Button variant="transparent" size="compact-xs" onClick={() => onDiscard(clientId)}>
            Discard
          </Button>
        </div>
      )}
    </li>
  )
}
