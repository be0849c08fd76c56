import type { Section } from './chunking.ts'

const fence = /^ {0,3}(`{3,}|~{3,})/
const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/
const underline = /^ {0,3}(=+|-+)[ \t]*$/

/** The heading's words without marks. */
const plain = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]+/g, '')
    .trim()

/** The sections of a Markdown text. What looks like a heading inside a fenced block is not one. */
export function readMarkdown(text: string): Section[] {
  const sections: Section[] = []
  let path: { level: number; text: string }[] = []
  let lines: string[] = []
  let open: string | null = null
  const close = () => {
    const body = lines.join('\n').trim()
    if (body) sections.push({ headings: path.map(each => each.text), text: body })
    lines = []
  }
  const enter = (level: number, title: string) => {
    close()
    path = [...path.filter(each => each.level < level), { level, text: plain(title) }]
  }
  for (const line of text.split(/\r?\n/)) {
    const mark = fence.exec(line)?.[1]
    if (open) {
      if (mark?.startsWith(open)) open = null
    } else if (mark) open = mark
    const title = open || mark ? null : heading.exec(line)
    const above = lines.at(-1)?.trim()
    const isUnderline = !open && !mark && underline.test(line) && above && !/^([-*+>|]|\d+\.)/.test(above)
    if (title) enter(title[1]?.length ?? 1, title[2] ?? '')
    else if (isUnderline && lines.length === 1) {
      lines = []
      enter(line.trim().startsWith('=') ? 1 : 2, above)
    } else if (isUnderline && lines.at(-2)?.trim() === '') {
      const words = lines.pop() ?? ''
      enter(line.trim().startsWith('=') ? 1 : 2, words)
    } else lines.push(line)
  }
  close()
  return sections
}
