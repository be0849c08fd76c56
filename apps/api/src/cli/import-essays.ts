import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { importEssayFile, type RefusedLine } from '@quarterdeck/core/essays'
import { refreshStatistics } from '@quarterdeck/core/operations'
import { defineCommand } from 'citty'
import { withWorkspace } from './session.ts'

const shown = 20

export const importEssays = defineCommand({
  meta: { name: 'import-essays', description: 'Imports essay items from a CSV file, JSON lines or a JSON list' },
  args: {
    file: {
      type: 'positional',
      description: 'The file: .csv, .jsonl with one JSON object a line, or .json with a list of them',
      required: true,
    },
    'revenue-unit': {
      type: 'string',
      description: 'What revenue is in: major (12.50) or minor (1250)',
      default: 'major',
    },
    currency: { type: 'string', description: 'Of rows that name none', default: 'USD' },
    report: { type: 'string', description: 'Where refused rows go, with reasons; FILE.refused.jsonl when left out' },
  },
  run: ({ args }) =>
    withWorkspace('import-essays', args.file, async (deps, scope) => {
      const unit = args['revenue-unit']
      if (unit !== 'major' && unit !== 'minor') throw new Error('--revenue-unit is major or minor')
      const format = /\.(jsonl?|ndjson)$/i.test(args.file) ? 'jsonl' : 'csv'
      const input = await open(args.file)
        .then(file => file.close())
        .then(() => createReadStream(args.file))
      const refused: RefusedLine[] = []
      const refuse = (row: RefusedLine) => refused.push(row)
      const rule = { revenueUnit: unit, currency: args.currency.toUpperCase() } as const
      const report = await importEssayFile(deps, scope, input, { format, refuse, ...rule })
      await refreshStatistics(deps)
      const { inserted, updated, unchanged } = report
      console.log(`${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${refused.length} refused`)
      if (refused.length === 0) return
      process.exitCode = 1
      refused.sort((a, b) => a.line - b.line)
      for (const { line, message } of refused.slice(0, shown)) console.log(`  line ${line}: ${message}`)
      const place = args.report ?? `${args.file}.refused.jsonl`
      const file = await open(place, 'w')
      await file.writeFile(refused.map(row => `${JSON.stringify(row)}\n`).join(''))
      await file.close()
      console.log(`  all of them with reasons: ${place}`)
    }),
})
