/** A row as the file has it: the server knows its spellings and checks it. */
export type Row = Record<string, unknown>

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The cells of RFC 4180 text, line by line; quotes may hold separators and line ends. Empty lines are left out. */
export function readCsv(text: string, separator: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  let cell = ''
  let isQuoted = false
  const endCell = () => {
    line.push(cell)
    cell = ''
  }
  const endLine = () => {
    endCell()
    if (line.length > 1 || line[0] !== '') lines.push(line)
    line = []
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at++
      } else isQuoted = false
    } else if (character === '"' && cell === '') isQuoted = true
    else if (character === separator) endCell()
    else if (character === '\n') endLine()
    else if (character !== '\r' || text.charAt(at + 1) !== '\n') cell += character
  }
  if (cell !== '' || line.length > 0) endLine()
  return lines
}

/** What the first line separates its names by. */
function separatorOf(text: string): string {
  const first = text.slice(0, Math.max(0, text.search(/\r?\n|$/)))
  const count = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best))
}

function fromCsv(text: string): Row[] {
  const [head, ...lines] = readCsv(text, separatorOf(text))
  if (!head || lines.length === 0) throw new Error('The file has no rows under its head line.')
  return lines.map(cells => Object.fromEntries(head.map((name, index) => [name.trim(), cells[index] ?? ''])))
}

function fromJson(text: string): Row[] {
  const parsed: unknown = JSON.parse(text)
  const rows = isRecord(parsed) ? (Object.values(parsed).find(Array.isArray) ?? [parsed]) : parsed
  if (!Array.isArray(rows) || rows.length === 0) throw new Error('The file holds no list of rows.')
  // What is no object is refused by the server, as a row of its own.
  return rows as Row[]
}

function fromJsonLines(text: string): Row[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (!line.trim()) return []
    try {
      return [JSON.parse(line) as Row]
    } catch {
      throw new Error(`Line ${index + 1} is not JSON.`)
    }
  })
}

/**
 * The rows of a CSV file (comma, semicolon or tab, with a head line), of a JSON list, or of JSON lines.
 * @throws Error with a sentence for the reader when it is none of them
 */
export function readItems(content: string): Row[] {
  const text = content.replace(/^\uFEFF/, '').trim()
  if (!text) throw new Error('The file is empty.')
  if (text.startsWith('[')) return fromJson(text)
  if (!text.startsWith('{')) return fromCsv(text)
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  try {
    JSON.parse(first)
  } catch {
    return fromJson(text)
  }
  return text.includes('\n') ? fromJsonLines(text) : fromJson(text)
}
