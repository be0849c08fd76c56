export interface CsvRecord {
  /** Where it begins, from 1. */
  line: number
  /** Null when a quote does not end where its cell does. */
  cells: string[] | null
  /** As it stands in the file. */
  text: string
}

/** How far a quote may reach, in lines and characters: one that never ends must not swallow what stands behind it. */
const farthest = { lines: 100, characters: 10_000 }

// The server has the same lines for itself: this package takes no code of other rooms, and a room of its own for them would be
// more than they are.
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
      while (text[at] === ' ') at++
      if (at < text.length && text[at] !== separator) return 'wrong'
      cells.push(cell)
    }
    if (at >= text.length) return cells
  }
}

/** What a head line separates its names by. */
const separatorOf = (head: string): string =>
  [',', ';', '\t'].reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best))

/**
 * The records of CSV, as the server reads them (`read-file.ts` of essays): empty lines are left out, and a line whose quotes
 * are wrong is wrong alone.
 */
export function* readCsv(content: string): Generator<CsvRecord> {
  const lines = content.split(/\r?\n/)
  const separator = separatorOf(lines.find(line => line.trim()) ?? '')
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at] ?? ''
    if (!first.trim()) continue
    let text = first
    let taken = 1
    let cells = cellsOf(text, separator)
    while (cells === 'open' && taken < farthest.lines && text.length < farthest.characters) {
      const more = lines[at + taken]
      if (more === undefined) break
      taken++
      text = `${text}\n${more}`
      if (more.includes('"')) cells = cellsOf(text, separator)
    }
    if (typeof cells === 'string') yield { line: at + 1, cells: null, text: first }
    else {
      yield { line: at + 1, cells, text }
      at += taken - 1
    }
  }
}
