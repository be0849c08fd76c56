import type { Outputs } from '../../data/api.ts'

/** A rich text as ProseMirror writes it; the server lets only known nodes and marks into one. */
export type EssayDocument = Outputs['essayRequests']['get']['original']
export type EssayNode = EssayDocument['content'][number]
export type EssayMark = NonNullable<EssayNode['marks']>[number]

export const emptyDocument: EssayDocument = { type: 'doc', content: [{ type: 'paragraph' }] }

const isBlock = ({ type }: EssayNode) => type !== 'text' && type !== 'hardBreak'

/** The text of a document or of a part of it, a line for each paragraph, heading and break. */
export function textOf(given: { content?: EssayNode[] }): string {
  let text = ''
  const walk = (node: EssayNode) => {
    if (node.type === 'text') text += node.text ?? ''
    else if (node.type === 'hardBreak') text += '\n'
    for (const child of node.content ?? []) walk(child)
    if (isBlock(node) && text !== '' && !text.endsWith('\n')) text += '\n'
  }
  for (const node of given.content ?? []) walk(node)
  return text.trimEnd()
}

export interface Comment {
  id: string
  text: string
  /** Empty until it was saved: it is the reader's own. */
  author: string
  /** What it is about. */
  quote: string
}

const commentsOn = (node: EssayNode): EssayMark[] => (node.marks ?? []).filter(({ type }) => type === 'comment')

/** The comments of a document in the order in which they begin, and the last piece of text that each is about. */
export function commentsOf({ content }: EssayDocument): { comments: Comment[]; ends: Map<EssayNode, string[]> } {
  const found = new Map<string, Comment & { last: EssayNode }>()
  const walk = (node: EssayNode) => {
    for (const { attrs } of commentsOn(node)) {
      const id = String(attrs?.id)
      const quote = (found.get(id)?.quote ?? '') + (node.text ?? '')
      found.set(id, { id, text: String(attrs?.text ?? ''), author: String(attrs?.author ?? ''), quote, last: node })
    }
    for (const child of node.content ?? []) walk(child)
  }
  for (const node of content) walk(node)
  const ends = new Map<EssayNode, string[]>()
  for (const { id, last } of found.values()) ends.set(last, [...(ends.get(last) ?? []), id])
  return { comments: [...found.values()].map(({ last: _, ...comment }) => comment), ends }
}

/** The same without comments: what was said of a text is no part of it. */
export function withoutComments({ content }: EssayDocument): EssayDocument {
  const plain = ({ marks, content: children, ...node }: EssayNode): EssayNode => {
    const kept = marks?.filter(({ type }) => type !== 'comment') ?? []
    return { ...node, ...(kept.length > 0 && { marks: kept }), ...(children && { content: children.map(plain) }) }
  }
  return { type: 'doc', content: content.map(plain) }
}

/**
 * The document with what an editor needs and the server does not: something in each block that must hold one, and a
 * paragraph at the beginning of each item.
 */
export function readyToEdit({ content }: EssayDocument): EssayDocument {
  const ready = (node: EssayNode): EssayNode[] => {
    if (!node.content && !['blockquote', 'bulletList', 'orderedList', 'listItem'].includes(node.type)) return [node]
    const children = (node.content ?? []).flatMap(ready)
    if (node.type === 'bulletList' || node.type === 'orderedList') {
      return children.length > 0 ? [{ ...node, content: children }] : []
    }
    if (node.type === 'blockquote' && children.length === 0) return [{ ...node, content: emptyDocument.content }]
    if (node.type === 'listItem' && children[0]?.type !== 'paragraph') {
      return [{ ...node, content: [{ type: 'paragraph' }, ...children] }]
    }
    return [{ ...node, content: children }]
  }
  const blocks = content.flatMap(ready)
  return blocks.length > 0 ? { type: 'doc', content: blocks } : emptyDocument
}
