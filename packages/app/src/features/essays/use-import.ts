import { useRef, useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { type Row, readItems } from './read-items-file.ts'

type Refused = Outputs['essays']['import']['rejected'][number]

export interface ImportReport {
  inserted: number
  updated: number
  unchanged: number
  /** `index` is the row's place in the whole file, from 0. */
  rejected: (Refused & { row: Row })[]
}

export interface ImportOptions {
  revenueUnit: 'major' | 'minor'
  currency: string
}

export type ImportState =
  | { at: 'choice'; failure?: unknown }
  | { at: 'sending'; done: number; of: number }
  | { at: 'report'; report: ImportReport; done: number; of: number; failure?: unknown }

/** Rows of one request: so that a bar moves, and no request is too large. */
const batchSize = 500

/** Sends a file's rows in batches. What was taken stays when one fails or it is stopped: the same file may come again. */
export function useImport() {
  const { client } = useApi()
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
    let done = 0
    try {
      while (done < of && !isStopped.current) {
        setState({ at: 'sending', done, of })
        const batch = rows.slice(done, done + batchSize)
        const answer = await client.essays.import.mutate({ rows: batch, ...options })
        report.inserted += answer.inserted
        report.updated += answer.updated
        report.unchanged += answer.unchanged
        for (const refused of answer.rejected)
          report.rejected.push({ ...refused, index: refused.index + done, row: batch[refused.index] ?? {} })
        done += batch.length
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
