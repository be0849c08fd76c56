import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { refreshStatistics } from '@quarterdeck/core/operations'
import { ingest, maxEvents } from '@quarterdeck/core/tracking'
import { defineCommand } from 'citty'
import { withWorkspace } from './session.ts'

interface Line {
  number: number
  event: unknown
}

/** Lines that are JSON, and what is wrong with the others. */
async function* readLines(file: string, refuse: (line: number, why: string) => void): AsyncGenerator<Line> {
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (!text.trim()) continue
    try {
      yield { number, event: JSON.parse(text) }
    } catch {
      refuse(number, 'not JSON')
    }
  }
}

export interface ImportReport {
  accepted: number
  duplicates: number
  refused: { line: number; why: string }[]
}

/** A Segment message says its type; the other two spellings have none. */
const isSegment = ({ event }: Line) =>
  typeof event === 'object' &&
  event !== null &&
  'type' in event &&
  !('event_type' in event) &&
  !('name' in event && 'visitId' in event)

/** Brings in history: one event a line, in any of the three spellings, of any age. Again changes nothing. */
export async function importFile(deps: Deps, scope: Scope, file: string): Promise<ImportReport> {
  const report: ImportReport = { accepted: 0, duplicates: 0, refused: [] }
  const refuse = (line: number, why: string) => report.refused.push({ line, why })
  let lines: Line[] = []
  const store = async () => {
    for (const spelling of ['events', 'segment'] as const) {
      const group = lines.filter(line => isSegment(line) === (spelling === 'segment'))
      if (group.length === 0) continue
      const batch = { spelling, events: group.map(({ event }) => event) }
      const { accepted, duplicates, rejected } = await ingest(deps, scope, batch, { history: true, source: 'import' })
      report.accepted += accepted
      report.duplicates += duplicates
      for (const { index, message } of rejected) refuse(group[index]?.number ?? 0, message)
    }
    lines = []
  }
  for await (const line of readLines(file, refuse)) {
    lines.push(line)
    if (lines.length === maxEvents) await store()
  }
  await store()
  await refreshStatistics(deps)
  report.refused.sort((a, b) => a.line - b.line)
  return report
}

export const importEvents = defineCommand({
  meta: { name: 'import-events', description: 'Imports events of any age from a file with one JSON event a line' },
  args: { file: { type: 'positional', description: 'The file', required: true } },
  run: ({ args }) =>
    withWorkspace('import-events', args.file, async (deps, scope) => {
      const { accepted, duplicates, refused } = await importFile(deps, scope, args.file)
      console.log(`${accepted} imported, ${duplicates} known already, ${refused.length} refused`)
      for (const { line, why } of refused.slice(0, 50)) console.log(`  line ${line}: ${why}`)
      if (refused.length > 50) console.log(`  and ${refused.length - 50} more`)
      if (refused.length > 0) process.exitCode = 1
    }),
})
