import { type DefaultTreeAdapterTypes, parse } from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode

const skipped = new Set(['script', 'style', 'head', 'template', 'noscript', 'svg', 'iframe', 'object', 'title'])
const blocks = new Set([
  ...['p', 'div', 'section', 'article', 'header', 'footer', 'ul', 'ol', 'li', 'table', 'tr', 'blockquote', 'pre', 'hr'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'center', 'dl', 'dt', 'dd'],
])
/** Deeper than any mail that a person wrote. */
const deepest = 200

function textOf(node: Node, depth: number): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value.replace(/\s+/g, ' ')
  if (!('tagName' in node) || skipped.has(node.tagName) || depth > deepest) return ''
  if (node.tagName === 'br') return '\n'
  const inner = node.childNodes.map(child => textOf(child, depth + 1)).join('')
  if (node.tagName === 'blockquote') return `\n${quoted(tidy(inner))}\n`
  return blocks.has(node.tagName) ? `\n${inner}\n` : inner
}

const quoted = (text: string) =>
  text
    .split('\n')
    .map(line => `> ${line}`)
    .join('\n')

const tidy = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** What a mail in HTML says, as text: nothing of it is ever shown as HTML. */
export const textOfHtml = (html: string): string =>
  tidy(
    parse(html)
      .childNodes.map(node => textOf(node, 0))
      .join(''),
  )

/** How clients introduce what they quote: Gmail, Apple Mail and Thunderbird in some languages, Outlook. */
const introductions = [
  /^(on|am|le|el|il|op|em|den|w dniu)\b.{5,300}\b(wrote|schrieb.*|a écrit|escribió|ha scritto|schreef.*|escreveu|skrev.*|pisze)\s*:$/i,
  /^-{2,}\s*(original message|ursprüngliche nachricht|message d’origine|message d'origine|mensaje original|forwarded message)\s*-{2,}$/i,
  /^_{20,}$/,
]
/** The first lines of a quoted header. */
const headerLine = /^\*?(from|von|de|da|van|fra|od)\s*:\*?\s.+/i
const nextHeaderLine =
  /^\*?(sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden|to|an|à|para|subject|betreff)\s*:/i

/** Clients break such a line once or twice. */
const joined = (lines: readonly string[], at: number, count: number) =>
  lines
    .slice(at, at + count)
    .join(' ')
    .slice(0, 600)
    .replace(/\s+/g, ' ')
    .trim()

function isIntroduction(lines: readonly string[], at: number): boolean {
  const line = lines[at]?.trim() ?? ''
  if (line === '') return false
  if (headerLine.test(line)) {
    return lines.slice(at + 1, at + 5).filter(next => nextHeaderLine.test(next.trim())).length > 1
  }
  return [1, 2, 3].some(count => introductions.some(pattern => pattern.test(joined(lines, at, count))))
}

/** Without what it quotes at its end; answers between quoted lines stay together with them. */
export function withoutQuotes(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const start = lines.findIndex((_, at) => isIntroduction(lines, at))
  const tail = start < 0 ? [] : lines.slice(start).filter(line => line.trim() !== '' && !line.trim().startsWith('>'))
  // Below "On … they wrote:" somebody may answer point by point: then it is no history.
  const hasMarks = start >= 0 && lines.slice(start).some(line => line.trim().startsWith('>'))
  const isInterleaved = hasMarks && tail.length > 3
  const own = start >= 0 && !isInterleaved ? lines.slice(0, start) : lines
  while (own.length > 0 && /^\s*(>.*)?$/.test(own.at(-1) ?? '')) own.pop()
  return own.join('\n').trim()
}
