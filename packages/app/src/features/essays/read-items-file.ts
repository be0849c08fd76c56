import { readCsv } from './read-csv.ts'

/** A row as the file has it: the server knows its spellings and checks it. */
export type Row = Record<string, unknown>

export interface Item {
  /** Its line, or its place in a JSON list, from 1. */
  at: number
  row: Row
}

export interface RefusedItem extends Item {
  code: string
  message: string
}

export interface Items {
  /** What `at` counts. */
  unit: 'Line' | 'Row'
  items: Item[]
  /** Lines that hold no row. */
  refused: RefusedItem[]
}

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A line that is no row, with what stands there, so that it can be put right. */
const broken = (at: number, text: string, message: string): RefusedItem => ({
  ...{ at, code: 'invalid', message, row: { refused_text: text } },
})

function fromCsv(text: string): Items {
  const read: Items = { unit: 'Line', items: [], refused: [] }
  let head: string[] | null = null
  for (const { line, cells, text: raw } of readCsv(text)) {
    if (!cells) read.refused.push(broken(line, raw, 'a quote does not end where its cell does'))
    else if (!head) head = cells.map(name => name.trim())
    else if (cells.length !== head.length)
      read.refused.push(broken(line, raw, `${cells.length} cells, where the head line has ${head.length}`))
    else read.items.push({ at: line, row: Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])) })
  }
  if (read.items.length + read.refused.length === 0) throw new Error('The file has no rows under its head line.')
  return read
}

function fromJson(text: string): Items {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Error('The file begins as JSON does, but is none: it breaks off, or has a mistake in it.')
  }
  const rows = isRecord(parsed) ? (Object.values(parsed).find(Array.isArray) ?? [parsed]) : parsed
  if (!Array.isArray(rows) || rows.length === 0) throw new Error('The file holds no list of rows.')
  // What is no object is refused by the server, as a row of its own.
  return { unit: 'Row', items: (rows as Row[]).map((row, index) => ({ at: index + 1, row })), refused: [] }
}

function fromJsonLines(text: string): Items {
  const read: Items = { unit: 'Line', items: [], refused: [] }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim()) continue
    try {
      read.items.push({ at: index + 1, row: JSON.parse(line) as Row })
    } catch {
      read.refused.push(broken(index + 1, line, 'not JSON'))
    }
  }
  return read
}

/**
 * The rows of a CSV file (comma, semicolon or tab, with a head line), of a JSON list, or of JSON lines.
 * @throws Error with a sentence for the reader when it is none of them
 */
export function readItems(content: string): Items {
  const text = content.replace(/^\uFEFF/, '').trimEnd()
  const begin = text.trimStart()
  if (!begin) throw new Error('The file is empty.')
  if (begin.startsWith('[')) return fromJson(text)
  if (!begin.startsWith('{')) return fromCsv(text)
  try {
    JSON.parse(begin.split(/\r?\n/, 1)[0] ?? '')
  } catch {
    return fromJson(text)
  }
  return begin.includes('\n') ? fromJsonLines(text) : fromJson(text)
}

/**
 * A file's text: UTF-16 where its mark says so, else UTF-8, else what spreadsheets on Windows save.
 * @throws Error with a sentence for the reader when it is no text
 */
export function decodeItems(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (first === 0x50 && second === 0x4b)
    throw new Error('This is an Excel workbook or another archive: save the sheet as CSV, and import that.')
  if (bytes.subarray(0, 1_000).includes(0)) throw new Error('This is no text: CSV or JSON is wanted.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
