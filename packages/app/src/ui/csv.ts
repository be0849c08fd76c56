export type CsvCell = string | number | null | undefined

/** Characters with which a spreadsheet would take a text for a formula. */
const formula = /^[=+\-@\t\r]/
/** What only counts, such as `-3.5`: defused it would be no number any more. */
const plainNumber = /^[+-]?\d+([.,]\d+)*$/

function cell(value: CsvCell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const safe = formula.test(value) && !plainNumber.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 text: a header line, then one line a row. Texts that a spreadsheet would run are defused with a quote. */
export function toCsv(header: readonly string[], rows: ReadonlyArray<readonly CsvCell[]>): string {
  return [header, ...rows].map(row => row.map(cell).join(',')).join('\r\n')
}
