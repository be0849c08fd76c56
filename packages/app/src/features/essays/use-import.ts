import { useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { sendBody } from '../../data/upload.ts'
import { type PartReport, partsOf, type RefusedRow, readReport } from './import-parts.ts'
import { type Row, readItems } from './read-items-file.ts'

export interface ImportReport extends PartReport {
  rejected: (RefusedRow & { row: Row })[]
}

export interface ImportOptions {
  revenueUnit: 'major' | 'minor'
  currency: string
}

export type ImportState =
  | { at: 'choice'; failure?: unknown }
  | { at: 'sending'; done: number; of: number }
  | { at: 'report'; report: ImportReport; done: number; of: number; failure?: unknown }

/** Sends a file's rows, some thousands a request. What was taken stays when one fails or it is stopped: the same file may come again. */
export function useImport() {
  const api = useApi()
  const [state, setState] = useState<ImportState>({ at: 'choice' })
  const isStopped = useRef(false)

  const send = async (file: File, options: ImportOptions) => {
    isStopped.current = false
    let rows: Row[]
    try {
      rows = readItems(await file.text())
    } catch (failure) {
      return setState({ at: 'choice', failure })
    }
    const report: ImportReport = { inserted: 0, updated: 0, unchanged: 0, rejected: [] }
    const of = rows.length
    const path = `/v1/essays?${new URLSearchParams({ ...options })}`
    let done = 0
    try {
      for (const part of partsOf(rows)) {
        if (isStopped.current) break
        setState({ at: 'sending', done, of })
        const body = new Blob([part.text], { type: 'application/x-ndjson' })
        const answer = readReport(await sendBody(api, body, { method: 'POST', path }), part)
        report.inserted += answer.inserted
        report.updated += answer.updated
        report.unchanged += answer.unchanged
        for (const refused of answer.rejected) report.rejected.push({ ...refused, row: rows[refused.index] ?? {} })
        done += part.length
      }
      setState({ at: 'report', report, done, of })
    } catch (failure) {
      setState(done === 0 ? { at: 'choice', failure } : { at: 'report', report, done, of, failure })
    }
  }
  const stop = () => {
    isStopped.current = true
  }
  return { state, send, stop, again: () => setState({ at: 'choice' }) }
}
