import type { Citation } from '@quarterdeck/db'
import { quoteOverlap } from '../../knowledge/index.ts'
import { detectLanguage, wordsOf } from './languages.ts'
import { citationOf, type Passage } from './passages.ts'

/** Between an answer and its sources. */
const divider = /^[ \t]*-{3,}[ \t]*$/m
const marker = /\s*[[【(]\s*(p\d+(?:\s*[,;]\s*p\d+)*)\s*[\]】)]/gi
const idsIn = (found: string) => found.toLowerCase().match(/p\d+/g) ?? []

/** The part of an answer that the customer reads, and what follows it. */
function split(text: string): { body: string; sources: string } {
  const found = divider.exec(text)
  if (!found) return { body: text.trim(), sources: '' }
  return { body: text.slice(0, found.index).trim(), sources: text.slice(found.index + found[0].length) }
}

/** Numbers the sources in the order in which they are named. */
function number(body: string, known: (id: string) => boolean): { text: string; ids: string[] } {
  const ids: string[] = []
  const text = body.replaceAll(marker, (whole, list: string) => {
    const places = idsIn(list).flatMap(id => {
      if (!known(id)) return []
      if (!ids.includes(id)) ids.push(id)
      return `[${ids.indexOf(id) + 1}]`
    })
    return places.length > 0 ? `${/^\s/.test(whole) ? ' ' : ''}${places.join('')}` : ''
  })
  return { text: text.trim(), ids }
}

/** What of an answer that is still coming can be shown: each longer one begins with this one. */
export function shownSoFar(text: string): string {
  const { body } = split(text)
  // A mark or a divider may have begun that is not there yet.
  const steady = divider.test(text) ? body : body.replace(/\s*[[【(][^\]】)]{0,40}$/u, '').replace(/\n[ \t-]*$/, '')
  return number(steady, () => true).text
}

const contacts = [
  /\bhttps?:\/\/[^\s<>"')\]]+/gi,
  /\b[\w.+-]+@[\w-]+\.[\w.-]+\b/g,
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|de|co|uk|fr|es|it|nl|eu|info|biz|app|dev|shop|xyz|ru|cn)\b(?:\/\S*)?/gi,
  /\+?\d[\d\s().-]{6,}\d/g,
]
/** Numbers as such; those that begin a line of a list and those of sources are none. */
const numbersIn = (text: string): string[] => text.replace(/^\s*\d+[.)]\s/gm, '').match(/\d+(?:[.,]\d+)*/g) ?? []
const bare = (text: string) =>
  text
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/[\s().-]+/g, '')
    .replace(/[/.,]+$/, '')

/** What an answer says that can do harm, and that nobody but its sources may have said. */
function smuggled(body: string, material: string): string | null {
  const known = bare(material)
  for (const contact of contacts.flatMap(pattern => body.match(pattern) ?? [])) {
    if (!known.includes(bare(contact)))
      return `It names ${contact.trim().slice(0, 80)}, which is in none of the passages`
  }
  const numbers = new Set(numbersIn(material))
  const invented = numbersIn(body).find(each => !numbers.has(each))
  return invented === undefined ? null : `It says ${invented}, which is in none of the passages`
}

const secrets =
  /\b(send|tell|give|share|provide|reply with|enter|confirm|submit|type)\b.{0,40}\b(password|passcode|pin|cvv|cvc|card number|credit card|one-time code|security code|credentials|social security)\b/i

/** A share of what a statement says that must be in its passages, where both are in one language. */
const carried = 0.3
const telling = (text: string) => wordsOf(text).filter(word => word.length > 3 && !/^\d+$/.test(word))

/** Words that belong together share their beginning. */
const stem = (word: string) => word.slice(0, 5)

function isCarried(sentence: string, sources: readonly string[], question: string): boolean {
  const words = telling(sentence)
  if (words.length < 4) return true
  const known = new Set(telling([...sources, question].join(' ')).map(stem))
  return words.filter(word => known.has(stem(word))).length / words.length >= carried
}

export type CheckedReply =
  | { text: string; citations: Citation[]; confidence: number; failure: null }
  | { text: null; failure: string }

export interface ReplyMaterial {
  passages: readonly Passage[]
  question: string
  /** What the model was told, which the customer is not. */
  instructions: string
  /** Addresses of the house itself. */
  own: string
  /** False: what cites wrongly is left out, where something remains. */
  strict: boolean
}

/** How much of a quote must stand in the passage that it is said to come from. */
const enough = 0.8

function readSources(sources: string): Map<string, string> {
  const lines = sources.split('\n').flatMap(line => {
    const [, id, quote] = /^\s*[-*•]?\s*[[【(]?(p\d+)[\]】)]?\s*[:：–-]\s*(.+?)\s*$/i.exec(line) ?? []
    return id && quote ? [[id.toLowerCase(), quote.replace(/^["“”„«'»]+|["“”„«'»]+$/g, '')] as const] : []
  })
  return new Map(lines)
}

/** What in a text may not be said to a customer, whoever wrote it; null when nothing is. */
export function flawOf(
  text: string,
  { passages, question, instructions, own }: Omit<ReplyMaterial, 'strict'>,
): string | null {
  const documents = passages.map(({ title, text: words, url }) => `${title} ${words} ${url ?? ''}`)
  const bad = smuggled(text, [...documents, question, own].join('\n'))
  if (bad) return bad
  if (secrets.test(text) && !passages.some(each => secrets.test(each.text))) return 'It asks the customer for a secret'
  return quoteLeak(text, instructions) ? 'It repeats what the model was told' : null
}

/**
 * Checks an answer against the passages it was made from. Each source that it names must be one of them, with a quote that
 * stands there; addresses and numbers must be known; statements must be about what their sources say.
 */
export function checkReply(answer: string, material: ReplyMaterial): CheckedReply {
  const { passages, question, strict } = material
  const failed = (failure: string): CheckedReply => ({ text: null, failure })
  const { body, sources } = split(answer)
  const quotes = readSources(sources)
  const passageOf = (id: string) => passages[Number(id.slice(1)) - 1]
  const overlapOf = (id: string) => quoteOverlap(quotes.get(id) ?? '', passageOf(id)?.text ?? '')
  const isGood = (id: string) => passageOf(id) !== undefined && overlapOf(id) >= enough
  const cited = [...new Set([...body.matchAll(marker)].flatMap(([, list]) => idsIn(list ?? '')))]
  const bad = cited.filter(id => !isGood(id))
  if (bad.length > 0 && strict) return failed(`It cites ${bad.join(', ')}, which is not there or does not say that`)
  const sentences = body.split(/(?<=[.!?。][^\p{L}\p{N}\n]*\s)|\n+/u).filter(sentence => sentence.trim())
  const kept = sentences.filter(sentence => {
    const ids = [...sentence.matchAll(marker)].flatMap(([, list]) => idsIn(list ?? ''))
    return ids.length === 0 || ids.some(isGood)
  })
  const shown = bad.length > 0 ? kept.join(' ') : body
  const { text, ids } = number(shown, isGood)
  if (ids.length === 0) return failed('It names no source')
  const flaw = flawOf(shown.replaceAll(marker, ''), material) ?? uncarried(kept, passages, question)
  if (flaw) return failed(flaw)
  if (text.length > 4_096) return failed('It is too long')
  const overlaps = ids.map(overlapOf)
  return {
    text,
    citations: ids.flatMap(id => {
      const passage = passageOf(id)
      return passage ? [citationOf(passage, quotes.get(id) ?? '')] : []
    }),
    confidence: overlaps.reduce((sum, each) => sum + each, 0) / overlaps.length,
    failure: null,
  }
}

function uncarried(sentences: readonly string[], passages: readonly Passage[], question: string): string | null {
  const language = detectLanguage(sentences.join(' '))
  const theirs = detectLanguage(passages.map(({ text }) => text).join(' '))
  // A translation shares few words with what it is made from.
  if (language === null || language !== theirs) return null
  const all = passages.map(({ text, title }) => `${title} ${text}`)
  const wild = sentences.find(sentence => !isCarried(sentence.replaceAll(marker, ''), all, question))
  return wild === undefined ? null : `“${wild.trim().slice(0, 120)}” is not about what the passages say`
}

const quoteLeak = (text: string, instructions: string): boolean =>
  instructions.split('\n').some(line => line.length > 40 && text.includes(line.replace(/^- /, '').slice(0, 60)))
