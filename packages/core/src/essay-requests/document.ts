import type { EssayDocument } from '@quarterdeck/db'
import { deepest, type EssayMark, type EssayNode, largestDocument, markRules, nodeRules } from './document-schema.ts'

/** What is wrong with a document, and where in it. */
export class BadDocument extends Error {
  readonly path: (string | number)[]
  constructor(message: string, path: (string | number)[] = []) {
    super(message)
    this.path = path
  }
}

type Path = (string | number)[]
type Given = Record<string, unknown>

const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const bytes = (text: string) => Buffer.byteLength(text)
const tooLong = (size: number) =>
  new BadDocument(`The text is too long: it takes ${Math.ceil(size / 1_024)} KB, and 1,024 KB are allowed`)

function checkText(text: unknown, path: Path): string {
  if (typeof text !== 'string' || text === '') throw new BadDocument('A text node holds text', path)
  // Neither can be stored as JSON; changed silently, the text would not be whole any more.
  if (text.includes('\0') || !text.isWellFormed())
    throw new BadDocument('This text holds characters that are none: NUL, or half of a surrogate pair', path)
  return text
}

function checkMarks(given: unknown, path: Path): EssayMark[] {
  if (given === undefined) return []
  if (!Array.isArray(given) || given.length > 50) throw new BadDocument('Marks are a list of at most 50', path)
  return given.map((mark: unknown, index): EssayMark => {
    const here = [...path, index]
    const type = isObject(mark) ? String(mark.type) : ''
    const rule = Object.hasOwn(markRules, type) ? markRules[type] : undefined
    if (!isObject(mark) || !rule) throw new BadDocument(`No text here may be marked "${type.slice(0, 50)}"`, here)
    const attrs = rule(isObject(mark.attrs) ? mark.attrs : {})
    if (!attrs) {
      const why = type === 'link' ? 'A link begins with https:, http: or mailto:' : `This ${type} is not one`
      throw new BadDocument(why, here)
    }
    for (const value of Object.values(attrs)) if (typeof value === 'string') checkText(value || ' ', here)
    return Object.keys(attrs).length > 0 ? { type, attrs } : { type }
  })
}

function checkNode(node: unknown, wanted: 'block' | 'item' | 'inline' | 'text', path: Path, depth: number): EssayNode {
  if (depth > deepest) throw new BadDocument(`Nothing may stand deeper than ${deepest} levels in this text`, path)
  if (!isObject(node)) throw new BadDocument('This is no node of a document', path)
  const type = String(node.type)
  if (type === 'text') {
    if (wanted !== 'inline' && wanted !== 'text') throw new BadDocument('Text stands in paragraphs', path)
    const text = checkText(node.text, [...path, 'text'])
    const marks = wanted === 'text' ? [] : checkMarks(node.marks, [...path, 'marks'])
    return marks.length > 0 ? { type, text, marks } : { type, text }
  }
  const rule = Object.hasOwn(nodeRules, type) ? nodeRules[type] : undefined
  if (!rule) throw new BadDocument(`No document here may hold "${type.slice(0, 50)}"`, path)
  if (rule.group !== wanted) throw new BadDocument(`A ${type} may not stand here`, path)
  const attrs = rule.attrs?.(isObject(node.attrs) ? node.attrs : {})
  if (attrs === null) throw new BadDocument(`This ${type} is not one`, path)
  const made: EssayNode = attrs && Object.keys(attrs).length > 0 ? { type, attrs } : { type }
  if (rule.holds === 'nothing' || node.content === undefined) return made
  return { ...made, content: checkNodes(node.content, rule.holds, [...path, 'content'], depth + 1) }
}

function checkNodes(nodes: unknown, wanted: 'block' | 'item' | 'inline' | 'text', path: Path, depth: number) {
  if (!Array.isArray(nodes)) throw new BadDocument('The content of a node is a list', path)
  return nodes.map((node: unknown, index) => checkNode(node, wanted, [...path, index], depth))
}

/** Plain text as a document: an empty line, or any line break, ends a paragraph. */
export function fromPlainText(text: string): EssayDocument {
  const lines = checkText(text || ' ', []).split(/\r\n|\r|\n/)
  const kept = lines.filter(line => line.trim() !== '')
  return {
    type: 'doc',
    content: kept.map(line => ({ type: 'paragraph', content: [{ type: 'text', text: line }] })),
  }
}

/**
 * A document of known nodes and marks, with nothing else in it: made anew from what was given, so that what is not known
 * (an attribute, a key) does not come along. Its text is kept as it is, to the character.
 * @param given what an editor made (ProseMirror's JSON), or plain text.
 * @throws BadDocument saying what is wrong where.
 */
export function readDocument(given: unknown): EssayDocument {
  if (typeof given === 'string') {
    if (bytes(given) > largestDocument) throw tooLong(bytes(given))
    return sized(fromPlainText(given))
  }
  if (!isObject(given) || given.type !== 'doc') throw new BadDocument('A text is a string, or a document of the editor')
  return sized({ type: 'doc', content: checkNodes(given.content ?? [], 'block', ['content'], 1) })
}

function sized(document: EssayDocument): EssayDocument {
  const size = bytes(JSON.stringify(document))
  if (size > largestDocument) throw tooLong(size)
  return document
}

const isBlock = ({ type }: EssayNode) => type !== 'text' && type !== 'hardBreak'

/** The text of a document, a line for each of its paragraphs, headings and breaks. */
export function textOf({ content }: EssayDocument): string {
  const lines: string[] = []
  let line = ''
  const end = () => {
    if (line !== '') lines.push(line)
    line = ''
  }
  const walk = (node: EssayNode) => {
    if (node.type === 'text') line += node.text ?? ''
    else if (node.type === 'hardBreak') end()
    for (const child of node.content ?? []) walk(child)
    if (isBlock(node)) end()
  }
  for (const node of content) walk(node)
  return lines.join('\n')
}

/** A copy whose marks went through `change`; null takes one away. */
export function changeMarks(document: EssayDocument, change: (mark: EssayMark) => EssayMark | null): EssayDocument {
  const walk = (node: EssayNode): EssayNode => {
    const { marks, content, ...rest } = node
    const kept = marks?.flatMap(mark => change(mark) ?? [])
    return { ...rest, ...(kept && kept.length > 0 && { marks: kept }), ...(content && { content: content.map(walk) }) }
  }
  return { type: 'doc', content: document.content.map(walk) }
}

/** The same without comments. */
export const withoutComments = (document: EssayDocument): EssayDocument =>
  changeMarks(document, mark => (mark.type === 'comment' ? null : mark))

/** Who edits, to those who are not told. */
const ourTeam = 'Our team'

/** The same for readers outside: comments are the team's where their author is an address, or, `nameless`, in any case. */
export const forOutside = (document: EssayDocument, { nameless = false } = {}): EssayDocument =>
  changeMarks(document, mark => {
    const isNamed = !nameless && !String(mark.attrs?.author).includes('@')
    return mark.type !== 'comment' || isNamed ? mark : { ...mark, attrs: { ...mark.attrs, author: ourTeam } }
  })
