import clsx from 'clsx'
import { type ReactNode, useId, useMemo } from 'react'
import prose from '../../ui/prose.module.css'
import { type Comment, commentsOf, type EssayDocument, type EssayMark, type EssayNode } from './document.ts'
import styles from './essay.module.css'

const isHarmless = (href: unknown): href is string => typeof href === 'string' && /^(https?|mailto):/i.test(href)

function Marked({ marks, children }: { marks: readonly EssayMark[]; children: ReactNode }): ReactNode {
  return marks.reduce<ReactNode>((inner, { type, attrs }) => {
    if (type === 'bold') return <strong>{inner}</strong>
    if (type === 'italic') return <em>{inner}</em>
    if (type === 'underline') return <u>{inner}</u>
    if (type === 'strike') return <s>{inner}</s>
    if (type === 'code') return <code>{inner}</code>
    if (type === 'comment') return <mark className={styles.commented}>{inner}</mark>
    if (type === 'link' && isHarmless(attrs?.href)) {
      return (
        <a href={attrs.href} target="_blank" rel="noopener noreferrer nofollow" className="link">
          {inner}
        </a>
      )
    }
    return inner
  }, children)
}

interface Notes {
  /** Prefix of the ids of comments. */
  id: string
  comments: readonly Comment[]
  ends: ReadonlyMap<EssayNode, readonly string[]>
}

/** A number behind the words that a comment is about; it leads to the comment. */
function NoteNumber({ id, number }: { id: string; number: number }) {
  const show = () => {
    const note = document.getElementById(id)
    note?.scrollIntoView({ block: 'nearest' })
    note?.focus()
  }
  return (
    <button type="button" className={styles.number} aria-label={`Comment ${number}`} onClick={show}>
      {number}
    </button>
  )
}

function renderNode(node: EssayNode, key: number, notes: Notes): ReactNode {
  const { type, attrs } = node
  if (type === 'text') {
    const ended = notes.ends.get(node) ?? []
    return (
      <span key={key}>
        <Marked marks={node.marks ?? []}>{node.text}</Marked>
        {ended.map(id => (
          <NoteNumber key={id} id={`${notes.id}${id}`} number={notes.comments.findIndex(each => each.id === id) + 1} />
        ))}
      </span>
    )
  }
  if (type === 'hardBreak') return <br key={key} />
  if (type === 'horizontalRule') return <hr key={key} />
  const children = (node.content ?? []).map((child, index) => renderNode(child, index, notes))
  if (type === 'bulletList') return <ul key={key}>{children}</ul>
  if (type === 'orderedList')
    return (
      <ol key={key} start={Number(attrs?.start ?? 1)}>
        {children}
      </ol>
    )
  if (type === 'listItem') return <li key={key}>{children}</li>
  if (type === 'blockquote') return <blockquote key={key}>{children}</blockquote>
  if (type === 'codeBlock')
    return (
      <pre key={key}>
        <code>{children}</code>
      </pre>
    )
  if (type === 'heading') {
    // Below the page's own headings, whatever the text says of itself.
    const Heading = Number(attrs?.level) <= 1 ? 'h3' : Number(attrs?.level) === 2 ? 'h4' : 'h5'
    return (
      <Heading key={key} dir="auto">
        {children}
      </Heading>
    )
  }
  return (
    <p key={key} dir="auto">
      {children}
    </p>
  )
}

/** A text as it is read. What it says becomes elements of the page one by one: nothing in it is taken as HTML. */
export function EssayText({
  document: essay,
  comments: showsComments = false,
}: {
  document: EssayDocument
  comments?: boolean
}) {
  const id = useId()
  const { comments, ends } = useMemo(() => commentsOf(essay), [essay])
  const notes: Notes = { id, comments, ends: showsComments ? ends : new Map() }
  return (
    <>
      <div className={clsx(prose.prose, styles.text)}>
        {essay.content.map((node, key) => renderNode(node, key, notes))}
      </div>
      {showsComments && comments.length > 0 && <CommentList comments={comments} idPrefix={id} />}
    </>
  )
}

export interface CommentListProps {
  comments: readonly Comment[]
  idPrefix?: string
  /** What can be done with one. */
  action?: ((comment: Comment) => ReactNode) | undefined
}

/** Every comment with the words that it is about. */
export function CommentList({ comments, idPrefix = '', action }: CommentListProps) {
  return (
    <section className={styles.comments} aria-label="Comments">
      <h3 className={styles.heading}>Comments</h3>
      <ol>
        {comments.map((comment, index) => (
          <li key={comment.id} id={`${idPrefix}${comment.id}`} tabIndex={-1} className={styles.comment}>
            <span className={styles.index} aria-hidden>
              {index + 1}
            </span>
            <div className="grow">
              <p className={styles.quote} dir="auto">
                {comment.quote}
              </p>
              <p dir="auto">{comment.text}</p>
              <p className="dim">{comment.author || 'You'}</p>
            </div>
            {action?.(comment)}
          </li>
        ))}
      </ol>
    </section>
  )
}
