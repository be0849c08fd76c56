import type { Readable } from 'node:stream'
import type { Deps, Scope } from '../kernel/index.ts'
import { type ImportOptions, importEssays } from './import.ts'
import { mostRows } from './inputs.ts'
import type { RefusedRow } from './model.ts'
import { type FileFormat, readRows } from './read-file.ts'
import type { MoneyRule } from './read-row.ts'

export interface RefusedLine {
  /** From 1. */
  line: number
  code: RefusedRow['code']
  message: string
}

export interface FileReport {
  inserted: number
  updated: number
  unchanged: number
  rejected: number
}

export interface FileImport extends MoneyRule {
  format: FileFormat
  /** Told of each row that is refused, in the order of the file but for the rows of one thousand. */
  refuse: (row: RefusedLine) => void
}

/**
 * Brings in a file of items, a thousand rows a transaction: if it is cut off, what was stored stays, and again the same
 * file changes nothing but the rest.
 */
export async function importEssayFile(
  deps: Pick<Deps, 'db'>,
  scope: Scope,
  input: Readable,
  { format, refuse, ...rule }: FileImport,
  options: ImportOptions = {},
): Promise<FileReport> {
  const report: FileReport = { inserted: 0, updated: 0, unchanged: 0, rejected: 0 }
  const reject = (row: RefusedLine) => {
    report.rejected++
    refuse(row)
  }
  let waiting: { line: number; row: unknown }[] = []
  const store = async () => {
    if (waiting.length === 0) return
    const rows = waiting
    waiting = []
    const done = await importEssays(deps, scope, { rows: rows.map(({ row }) => row), ...rule }, options)
    report.inserted += done.inserted
    report.updated += done.updated
    report.unchanged += done.unchanged
    for (const { index, ...why } of done.rejected) reject({ line: rows[index]?.line ?? 0, ...why })
  }
  for await (const found of readRows(input, format)) {
    if ('why' in found) reject({ line: found.line, code: 'invalid', message: found.why })
    else waiting.push(found)
    if (waiting.length === mostRows) await store()
  }
  await store()
  return report
}
