import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { importDocuments } from '@quarterdeck/core/knowledge'
import { refreshStatistics } from '@quarterdeck/core/operations'
import { defineCommand } from 'citty'
import { withWorkspace } from './session.ts'

/** Documents of one transaction, which shares its cost among them, and their characters, for they are in memory. */
const [together, charactersTogether] = [4_000, 8_000_000]

export interface ImportReport {
  added: number
  updated: number
  same: number
  refused: { line: number; why: string }[]
}

/** Brings in documents, one a line: `{id?, title, text, type?, …}`. Again under the same ids updates what changed. */
export async function importKnowledgeFile(deps: Deps, scope: Scope, file: string): Promise<ImportReport> {
  const report: ImportReport = { added: 0, updated: 0, same: 0, refused: [] }
  let lines: { number: number; value: unknown }[] = []
  const store = async () => {
    const values = lines.map(({ value }) => value)
    const { added, updated, same, refused } = await importDocuments(deps, scope, values)
    report.added += added
    report.updated += updated
    report.same += same
    for (const { index, why } of refused) report.refused.push({ line: lines[index]?.number ?? 0, why })
    lines = []
    characters = 0
  }
  let characters = 0
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (!text.trim()) continue
    try {
      lines.push({ number, value: JSON.parse(text) })
    } catch {
      report.refused.push({ line: number, why: 'not JSON' })
    }
    characters += text.length
    if (lines.length >= together || characters >= charactersTogether) await store()
  }
  await store()
  await refreshStatistics(deps)
  report.refused.sort((a, b) => a.line - b.line)
  return report
}

export const importKnowledge = defineCommand({
  meta: { name: 'import-knowledge', description: 'Imports documents from a file with one JSON document a line' },
  args: { file: { type: 'positional', description: 'The file', required: true } },
  run: ({ args }) =>
    withWorkspace('import-knowledge', args.file, async (deps, scope) => {
      const { added, updated, same, refused } = await importKnowledgeFile(deps, scope, args.file)
      console.log(`${added} added, ${updated} updated, ${same} known already, ${refused.length} refused`)
      for (const { line, why } of refused.slice(0, 50)) console.log(`  line ${line}: ${why}`)
      if (refused.length > 50) console.log(`  and ${refused.length - 50} more`)
      if (refused.length > 0) process.exitCode = 1
    }),
})
