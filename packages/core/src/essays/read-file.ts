import type { Readable } from 'node:stream'
import { linesOf } from './read-lines.ts'

/** What a file says at one line: a row, or why it is none. In a JSON list a row's place stands for its line. */
export type FileRow = { line: number; row: unknown } | { line: number; why: string }

/** How far a quote may reach, in lines and characters: one that never ends must not swallow what stands behind it. */
const farthest = { lines: 100, characters: 10_000 }

function parsed(line: number, text: string): FileRow {
  try {
    return { line, row: JSON.parse(text) }
  } catch {
    return { line, why: 'not JSON' }
  }
}

/** Rows of JSON lines, or of one JSON list. */
async function* readJson(lines: AsyncGenerator<string>): AsyncGenerator<FileRow> {
  let line = 0
  for await (const text of lines) {
    line++
    if (!text.trim()) continue
    if (line === 1 && text.trimStart().startsWith('[')) {
      const all = [text]
      for await (const more of lines) all.push(more)
      const found = parsed(line, all.join('\n'))
      if ('row' in found && Array.isArray(found.row)) yield* found.row.map((row, index) => ({ line: index + 1, row }))
      else yield found
      return
    }
    yield parsed(line, text)
  }
}

/** The cells of a record as RFC 4180 writes them; `open` when a quote in it does not end, `wrong` when it ends too early. */
function cellsOf(text: string, separator: string): string[] | 'open' | 'wrong' {
  if (!text.includes('"')) return text.split(separator)
  const cells: string[] = []
  for (let at = 0; ; at++) {
    const next = text.indexOf(separator, at)
    const plain = text.slice(at, next < 0 ? text.length : next)
    if (!plain.trimStart().startsWith('"')) {
      cells.push(plain)
      at += plain.length
    } else {
      let cell = ''
      for (let from = text.indexOf('"', at) + 1; ; ) {
        const end = text.indexOf('"', from)
        if (end < 0) return 'open'
        const isPair = text[end + 1] === '"'
        cell += text.slice(from, isPair ? end + 1 : end)
        from = end + (isPair ? 2 : 1)
        at = from
        if (!isPair) break
      }
      while (text[at] === ' ' && separator !== ' ') at++
      if (at < text.length && text[at] !== separator) return 'wrong'
      cells.push(cell)
    }
    if (at >= text.length) return cells
  }
}

/** What a head line separates its names by. */
const separatorOf = (head: string): string =>
  [',', ';', '\t'].reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best))

/** Records of lines: each with its first line, and the cells or why there are none. */
async function* recordsOf(lines: AsyncGenerator<string>): AsyncGenerator<{ line: number; cells: string[] | string }> {
  let separator: string | null = null
  let line = 0
  // Lines that were read too far ahead.
  const ahead: string[] = []
  const next = async () => ahead.shift() ?? (await lines.next()).value
  for (let text = await next(); text !== undefined; text = await next()) {
    line++
    if (!text.trim()) continue
    separator ??= separatorOf(text)
    const taken = [text]
    let cells = cellsOf(text, separator)
    while (cells === 'open' && taken.length < farthest.lines && text.length < farthest.characters) {
      const more = await next()
      if (more === undefined) break
      taken.push(more)
      text = `${text}\n${more}`
      if (more.includes('"')) cells = cellsOf(text, separator)
    }
    if (typeof cells !== 'string') {
      yield { line, cells }
      line += taken.length - 1
      continue
    }
    yield { line, cells: 'a quote does not end where its cell does' }
    ahead.unshift(...taken.slice(1))
  }
}

/** Rows of CSV with a head line; commas, semicolons or tabs between cells, whichever the head line has. */
async function* readCsv(lines: AsyncGenerator<string>): AsyncGenerator<FileRow> {
  let head: string[] | null = null
  for await (const { line, cells } of recordsOf(lines)) {
    if (typeof cells === 'string') yield { line, why: cells }
    else if (!head) head = cells.map(name => name.trim())
    else if (cells.length !== head.length)
      yield { line, why: `${cells.length} cells, where the head line has ${head.length}` }
    else yield { line, row: Object.fromEntries(head.map((name, index) => [name, cells[index]?.trim()])) }
  }
}

export type FileFormat = 'csv' | 'jsonl'

/** The rows of a file, one after the other, each with its line: only a JSON list is ever whole in memory. */
export const readRows = (input: Readable, format: FileFormat): AsyncGenerator<FileRow> =>
  format === 'csv' ? readCsv(linesOf(input)) : readJson(linesOf(input))
