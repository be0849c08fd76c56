export type CsvCell = string | number | null | undefined

/**
 * Signs with which a spreadsheet would take a text for a formula. Such a text gets a single quote before it (OWASP ASVS 5.0,
 * 1.2.10, which names = + - @, tab and null; line ends are OWASP's "CSV Injection").
 */
const formula = /^[=+\-@\t\r\n\0]/
/** What only counts, such as `-3.5`: defused it would be no number any more. */
const plainNumber = /^[+-]?\d+([.,]\d+)*$/

function cell(value: CsvCell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const safe = formula.test(value) && !plainNumber.test(value) ? `'${value}` : value
  // Where commas stand in numbers, spreadsheets part cells by semicolons.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180 text: a header line, then one line a row. Texts that a spreadsheet would run are defused with a quote. */
export function toCsv(header: readonly string[], rows: ReadonlyArray<readonly CsvCell[]>): string {
  return [header, ...rows].map(row => row.map(cell).join(',')).join('\r\n')
}

/** The same as a file. Without the mark at its begin (U+FEFF) Excel reads UTF-8 as the alphabet of the system; imports skip it. */
export const csvFile = (...of: Parameters<typeof toCsv>): Blob =>
  new Blob(['\uFEFF', toCsv(...of)], { type: 'text/csv;charset=utf-8' })
