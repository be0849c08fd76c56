import type { EssayMark, EssayNode } from '@quarterdeck/db'

/** Bytes of a document as JSON. */
export const largestDocument = 1_048_576
/** Nodes inside nodes, the document itself not counted. */
export const deepest = 32
const most = { text: 2_000, name: 200, href: 2_048 }

type Attrs = Record<string, string | number | null>
type Given = Record<string, unknown>

const short = (value: unknown, length = most.name): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= length
const whole = (value: unknown, from: number, to: number): value is number =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= to

/** Addresses that a click may open: everything else, such as `javascript:`, runs or reads something. */
export function isHarmlessLink(href: string): boolean {
  if (!URL.canParse(href)) return false
  return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol)
}

interface NodeRule {
  group: 'block' | 'item' | 'inline'
  /** What may stand in it. */
  holds: 'block' | 'item' | 'inline' | 'text' | 'nothing'
  /** Keeps what is known of its attributes; null when they are wrong. */
  attrs?: (given: Given) => Attrs | null
}

/** The nodes of TipTap's starter kit. */
export const nodeRules: Readonly<Record<string, NodeRule>> = {
  paragraph: { group: 'block', holds: 'inline' },
  heading: { group: 'block', holds: 'inline', attrs: ({ level }) => (whole(level, 1, 6) ? { level } : null) },
  blockquote: { group: 'block', holds: 'block' },
  bulletList: { group: 'block', holds: 'item' },
  orderedList: {
    group: 'block',
    holds: 'item',
    attrs: ({ start }) => (start === undefined || start === null ? {} : whole(start, 0, 1e6) ? { start } : null),
  },
  listItem: { group: 'item', holds: 'block' },
  codeBlock: {
    group: 'block',
    holds: 'text',
    attrs: ({ language }) => (short(language) ? { language } : {}),
  },
  horizontalRule: { group: 'block', holds: 'nothing' },
  hardBreak: { group: 'inline', holds: 'nothing' },
}

/** What text may bear: what is known of each mark's attributes is kept; null when they are wrong. */
export const markRules: Readonly<Record<string, (given: Given) => Attrs | null>> = {
  bold: () => ({}),
  italic: () => ({}),
  underline: () => ({}),
  strike: () => ({}),
  code: () => ({}),
  link: ({ href }) => (short(href, most.href) && isHarmlessLink(href) ? { href } : null),
  comment: ({ id, text, author }) =>
    short(id) && short(text, most.text) ? { id, text, author: short(author) ? author : '' } : null,
}

export type { EssayMark, EssayNode }
