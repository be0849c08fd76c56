import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import type { Section } from './chunking.ts'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

/** What is not text, or not the page's own. */
const skipped = new Set([
  ...['script', 'style', 'noscript', 'template', 'svg', 'head', 'nav', 'footer', 'aside', 'form', 'iframe', 'button'],
  ...['select', 'dialog', 'canvas', 'object'],
])
/** Elements that a line ends with. */
const blocks = new Set([
  ...['p', 'div', 'section', 'article', 'main', 'header', 'ul', 'ol', 'dl', 'dd', 'dt', 'blockquote', 'figure'],
  ...['table', 'tr', 'thead', 'tbody', 'address', 'details', 'summary', 'figcaption', 'body', 'hr'],
])

const isElement = (node: Node): node is Element => 'tagName' in node

const isHidden = (element: Element) =>
  element.attrs.some(({ name, value }) => name === 'hidden' || (name === 'aria-hidden' && value === 'true'))

/** The page's own text, if it says where that is. */
function findMain(nodes: readonly Node[]): Element | undefined {
  for (const node of nodes) {
    if (!isElement(node)) continue
    const isMain = node.tagName === 'main' || node.attrs.some(({ name, value }) => name === 'role' && value === 'main')
    const found = isMain ? node : findMain(node.childNodes)
    if (found) return found
  }
  return undefined
}

/** The words below a node, in one line. */
function wordsOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value
  return isElement(node) && !skipped.has(node.tagName) ? node.childNodes.map(wordsOf).join('') : ''
}

const inLine = (text: string) => text.replace(/\s+/g, ' ')

class Reader {
  readonly sections: Section[] = []
  private path: { level: number; text: string }[] = []
  private text = ''

  close(): void {
    const text = this.text
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
    if (text) this.sections.push({ headings: this.path.map(each => each.text), text })
    this.text = ''
  }

  private breakLine(lines: number): void {
    const there = /\n*$/.exec(this.text.replace(/[ \t]+$/, ''))?.[0].length ?? 0
    if (this.text) this.text = this.text.trimEnd() + '\n'.repeat(Math.max(lines, there))
  }

  private readElement(element: Element): void {
    const { tagName } = element
    if (skipped.has(tagName) || isHidden(element)) return
    const level = /^h([1-6])$/.exec(tagName)?.[1]
    if (level) {
      this.close()
      const text = inLine(wordsOf(element)).trim()
      this.path = this.path.filter(each => each.level < Number(level))
      if (text) this.path.push({ level: Number(level), text })
      return
    }
    if (tagName === 'br') this.breakLine(1)
    else if (tagName === 'pre') {
      this.breakLine(2)
      this.text += `${wordsOf(element).trimEnd()}\n\n`
    } else if (tagName === 'li') {
      this.breakLine(1)
      this.text += '- '
      this.read(element.childNodes)
      this.breakLine(1)
    } else {
      const isBlock = blocks.has(tagName)
      if (isBlock) this.breakLine(tagName === 'tr' ? 1 : 2)
      this.read(element.childNodes)
      if (isBlock) this.breakLine(tagName === 'tr' ? 1 : 2)
      if (tagName === 'td' || tagName === 'th') this.text += ' | '
    }
  }

  read(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (isElement(node)) this.readElement(node)
      else if (node.nodeName === '#text' && 'value' in node) {
        const words = inLine(node.value)
        this.text += /(^|\s)$/.test(this.text) ? words.trimStart() : words
      }
    }
  }
}

/** The sections of a page: its main text without menus, scripts and what is hidden. Nothing in it is run or fetched. */
export function readHtml(html: string): Section[] {
  const document = parse(html)
  const reader = new Reader()
  const main = findMain(document.childNodes)
  reader.read(main ? main.childNodes : document.childNodes)
  reader.close()
  return reader.sections
}
