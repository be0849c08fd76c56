import type { CompanionTable } from '@quarterdeck/db'

type Value = string | number | boolean | null

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A row of plain values: a figure is its value beside the one before, other parts are named through a point. */
function flatten(value: Record<string, unknown>, prefix = ''): [string, Value][] {
  return Object.entries(value).flatMap(([key, part]): [string, Value][] => {
    const name = prefix && key === 'value' ? prefix : prefix ? `${prefix}.${key}` : key
    if (isObject(part)) return flatten(part, name.replace(/\.value$/, ''))
    if (part === null || typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean')
      return [[name, part]]
    return [[name, JSON.stringify(part) ?? null]]
  })
}

/** The most rows that are kept of one table. */
const longest = 2_000

export function toTable(name: string, items: readonly unknown[]): CompanionTable {
  const rows = items.slice(0, longest).map(item => new Map(flatten(isObject(item) ? item : { value: item })))
  const columns = [...new Set(rows.flatMap(row => [...row.keys()]))]
  return {
    ...{ name, columns, cut: items.length > longest },
    rows: rows.map(row => columns.map(column => row.get(column) ?? null)),
  }
}

/** What a page gives, as tables: its figures by name, and each of its lists. */
export function toTables(page: object): CompanionTable[] {
  return Object.entries(page).flatMap(([name, part]): CompanionTable[] => {
    if (name === 'kpis' && isObject(part)) {
      const rows = Object.entries(part).map(([figure, value]) => ({ figure, ...(isObject(value) ? value : { value }) }))
      return [toTable(name, rows)]
    }
    return Array.isArray(part) && part.length > 0 ? [toTable(name, part)] : []
  })
}
