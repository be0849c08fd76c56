import type { Row } from './read-items-file.ts'

/** Some rows of a file, as the server takes them. */
export interface Part {
  /** The place of its first row in the whole file, from 0. */
  start: number
  length: number
  /** One row a line. */
  text: string
}

/**
 * What one request holds at most. The server tells of each of so many rows, should all be refused, a bar moves, and a slow
 * connection gets it through within a minute.
 */
const most = { rows: 5_000, characters: 1_000_000 }

/** Divides rows into requests, one after the other: none is made before it is sent. */
export function* partsOf(rows: readonly Row[], { rows: mostRows, characters } = most): Generator<Part> {
  let lines: string[] = []
  let size = 0
  const part = (end: number): Part => ({ start: end - lines.length, length: lines.length, text: lines.join('\n') })
  for (const [index, row] of rows.entries()) {
    const line = JSON.stringify(row)
    if (lines.length > 0 && (lines.length === mostRows || size + line.length > characters)) {
      yield part(index)
      lines = []
      size = 0
    }
    lines.push(line)
    size += line.length
  }
  if (lines.length > 0) yield part(rows.length)
}

export interface RefusedRow {
  /** The row's place in the whole file, from 0. */
  index: number
  code: string
  message: string
}

export interface PartReport {
  inserted: number
  updated: number
  unchanged: number
  rejected: RefusedRow[]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * What the server says of a part.
 * @throws Error with a sentence for the reader when it is no report: something between here and the server answered
 */
export function readReport(answer: unknown, { start }: Part): PartReport {
  const { inserted, updated, unchanged, rejected } = isRecord(answer) ? answer : {}
  if (![inserted, updated, unchanged].every(Number.isInteger) || !Array.isArray(rejected))
    throw new Error('The answer was not the server’s.')
  return {
    inserted: Number(inserted),
    updated: Number(updated),
    unchanged: Number(unchanged),
    // Lines count from 1.
    rejected: rejected.filter(isRecord).map(({ line, code, message }) => ({
      index: start + Number(line) - 1,
      code: String(code),
      message: String(message),
    })),
  }
}
