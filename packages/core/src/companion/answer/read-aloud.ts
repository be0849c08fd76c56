import type { CompanionTable } from '@quarterdeck/db'
import type { Outcome } from '../tools/index.ts'

/** What a model gets to read of one result, in characters, and rows of one table. */
const [longest, rows] = [12_000, 60]

const lines = (table: CompanionTable): string => {
  const shown = table.rows.slice(0, rows)
  const more =
    table.cut || shown.length < table.rows.length ? `\n(${table.rows.length} rows or more; these are the first)` : ''
  return `${table.name}: ${JSON.stringify(table.columns)}\n${shown.map(row => JSON.stringify(row)).join('\n')}${more}`
}

/** A result in the words that a model reads. */
export function readAloud(number: number, { result, error }: Outcome): string {
  if (error !== null) return `q${number} was refused. ${error}`
  const tables = result.tables.map(lines).join('\n\n')
  return `q${number}: ${result.about}\n${tables}`.slice(0, longest)
}
