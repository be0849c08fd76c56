import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'

/** What a file says at one line: a row, or why it is none. */
export type FileRow = { line: number; row: unknown } | { line: number; why: string }

/** Longer than any row is; a quote that never ends must not swallow a whole file. */
const longestRow = 100_000

/** Rows of JSON lines. */
async function* readJsonLines(input: Readable): AsyncGenerator<FileRow> {
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (!text.trim()) continue
    try {
      yield { line, row: JSON.parse(text.replace(/^\uFEFF/, '')) }
    } catch {
      yield { line, why: 'not JSON' }
    }
  }
}

/** Rows of CSV with a header; commas, semicolons or tabs between cells. */
async function* readCsv(input: Readable): AsyncGenerator<FileRow> {
  const broken: FileRow[] = []
  const parser = parse({
    ...{ columns: true, bom: true, info: true, delimiter: [',', ';', '\t'], trim: true },
    ...{ skip_empty_lines: true, skip_records_with_error: true, max_record_size: longestRow },
    on_skip: error => {
      broken.push({ line: Number(error?.lines ?? 0), why: error?.message ?? 'not CSV' })
      return undefined
    },
  })
  input.on('error', error => parser.destroy(error))
  input.pipe(parser)
  for await (const found of parser) {
    yield* broken.splice(0)
    const { record, info }: { record: unknown; info: { lines: number } } = found
    yield { line: info.lines, row: record }
  }
  yield* broken
}

export type FileFormat = 'csv' | 'jsonl'

/** The rows of a file, one after the other, each with its line: it is never whole in memory. */
export const readRows = (input: Readable, format: FileFormat): AsyncGenerator<FileRow> =>
  format === 'csv' ? readCsv(input) : readJsonLines(input)
