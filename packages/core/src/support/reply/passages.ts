import type { Citation } from '@quarterdeck/db'
import { z } from 'zod'
import { givesOrders, visibleText } from './guard.ts'

/** What was found, as the workflow keeps it. */
export const passageShape = z.object({
  documentId: z.string(),
  chunkId: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  headings: z.array(z.string()),
  text: z.string(),
  /** Enough of what the question is about is in it. */
  telling: z.boolean(),
})
export type Passage = z.infer<typeof passageShape>

interface Found {
  documentId: string
  chunkId: string
  title: string
  url: string | null
  headings: string[]
  passage: string
  parts: { vector: number | null }
  coverage: number
}

/** Of what the words of a question are worth together, how much a passage must have to say something about it. */
const enoughWords = 0.25
const enoughMeaning = 0.5

/**
 * The passages that may be used. One that gives orders to a machine is left out whole: what stands around the order may
 * serve it.
 */
export function usable(items: readonly Found[]): { passages: Passage[]; withheld: number } {
  const clean = items.filter(({ passage, title, headings }) => ![passage, title, ...headings].some(givesOrders))
  return {
    passages: clean.map(({ documentId, chunkId, title, url, headings, passage, parts, coverage }) => ({
      ...{ documentId, chunkId, title, url, headings, text: visibleText(passage) },
      telling: coverage >= enoughWords || (parts.vector ?? 0) >= enoughMeaning,
    })),
    withheld: items.length - clean.length,
  }
}

/** The longest quote of a citation. */
const longestQuote = 400

export const citationOf = ({ documentId, title, headings, chunkId, url }: Passage, quote: string): Citation => ({
  ...{ documentId, title, headings, chunkId, url },
  quote: quote.length > longestQuote ? `${quote.slice(0, longestQuote - 1)}…` : quote,
})

/** Markdown's emphasis, code and links as plain words: what is sent is shown as it stands, also as an SMS. */
const plain = (text: string): string =>
  text
    .replace(/(\*\*|__)(\S(?:.*?\S)?)\1/g, '$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/!?\[([^\]\n]+)\]\(([^()\s]+)\)/g, '$1 ($2)')

/** Whole sentences from the beginning, up to a length. */
function beginning(text: string, longest: number): string {
  let quoted = ''
  for (const sentence of text.trim().split(/(?<=[.!?。]\s)|\n+/)) {
    if (quoted && quoted.length + sentence.length > longest) break
    quoted = `${quoted}${quoted && !quoted.endsWith(' ') ? ' ' : ''}${sentence}`
  }
  return quoted.trim().slice(0, longest)
}

/** How many passages are quoted where no model answers. */
const quoted = 3

/** The best passages in their own words, one a document, with where they stand. */
export function quotePassages(passages: readonly Passage[]): { text: string; citations: Citation[] } {
  const seen = new Set<string>()
  const best = passages.filter(({ telling, documentId }) => telling && !seen.has(documentId) && seen.add(documentId))
  const shown = best.slice(0, quoted).map(passage => ({ passage, quote: beginning(plain(passage.text), longestQuote) }))
  const lines = shown.map(({ passage: { title, headings, url }, quote }, index) => {
    const place = [title, ...headings.filter(heading => heading !== title)].join(' › ')
    return `[${index + 1}] ${place}${url ? ` (${url})` : ''}\n“${quote}”`
  })
  return { text: lines.join('\n\n'), citations: shown.map(({ passage, quote }) => citationOf(passage, quote)) }
}
