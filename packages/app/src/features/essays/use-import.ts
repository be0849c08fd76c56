import { useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { sendBody } from '../../data/upload.ts'
import { type PartReport, partsOf, readReport } from './import-parts.ts'
import { decodeItems, type Items, type RefusedItem, readItems } from './read-items-file.ts'

export interface ImportReport extends Omit<PartReport, 'rejected'> {
  unit: Items['unit']
  rejected: RefusedItem[]
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
    let read: Items
    try {
      read = readItems(decodeItems(new Uint8Array(await file.arrayBuffer())))
    } catch (failure) {
      return setState({ at: 'choice', failure })
    }
    const { unit, items, refused } = read
    const report: ImportReport = { unit, inserted: 0, updated: 0, unchanged: 0, rejected: refused }
    const of = items.length
    const path = `/v1/essays?${new URLSearchParams({ ...options })}`
    let done = 0
    try {
      for (const part of partsOf(items.map(({ row }) => row))) {
        if (isStopped.current) break
        setState({ at: 'sending', done, of })
        const body = new Blob([part.text], { type: 'application/x-ndjson' })
        const answer = readReport(await sendBody(api, body, { method: 'POST', path }), part)
        report.inserted += answer.inserted
        report.updated += answer.updated
        report.unchanged += answer.unchanged
        for (const { index, code, message } of answer.rejected) {
          const item = items[index]
          if (item) report.rejected.push({ ...item, code, message })
        }
        done += part.length
      }
      report.rejected.sort((a, b) => a.at - b.at)
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
