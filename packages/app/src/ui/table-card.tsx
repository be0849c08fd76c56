import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { plural } from '../format/number.ts'
import { Card } from './card.tsx'
import type { Column } from './columns.tsx'
import { type CsvCell, csvFile } from './csv.ts'
import { DataTable, type DataTableProps } from './data-table.tsx'
import { download, fileName } from './download.ts'
import { tell, tellFailure } from './toast.ts'

/** A column that can also be saved. */
export interface CsvColumn<T> extends Column<T> {
  /** A row's value in plain form; a column without it is not saved. */
  csv?: (row: T) => CsvCell
}

/** Rows that a file holds at most: what spreadsheets still open quickly. */
const mostRows = 50_000

interface Page<T> {
  items: readonly T[]
  nextCursor: string | null
}

/** Reads a list page by page to its end, or to as many rows as a file holds. */
export async function readAll<T>(
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<{ rows: T[]; isWhole: boolean }> {
  const rows: T[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    if (rows.length >= mostRows) return { rows, isWhole: false }
    const page: Page<T> = await fetchPage(cursor)
    rows.push(...page.items)
    cursor = page.nextCursor
  }
  return { rows, isWhole: true }
}

export function saveTable<T>(title: string, columns: readonly CsvColumn<T>[], rows: readonly T[]): void {
  const saved = columns.flatMap(({ title: head, csv }) => (csv ? [{ head, csv }] : []))
  const file = csvFile(
    saved.map(({ head }) => head),
    rows.map(row => saved.map(({ csv }) => csv(row))),
  )
  download(fileName(title, 'csv'), file)
}

export interface SaveButtonProps<T> {
  title: string
  columns: readonly CsvColumn<T>[]
  /** Every row, also those that are not on screen. */
  read: () => Promise<{ rows: readonly T[]; isWhole: boolean }>
}

/** Saves a whole list as CSV, all of its pages. */
export function SaveButton<T>({ title, columns, read }: SaveButtonProps<T>) {
  const [saving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    try {
      const { rows, isWhole } = await read()
      saveTable(title, columns, rows)
      if (!isWhole) tell(`Saved the first ${plural(rows.length, 'row')}. Narrow the filters for the rest.`)
    } catch (error) {
      tellFailure(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Button loading={saving} aria-label={`Save as CSV: ${title}`} onClick={() => void save()}>
      Save as CSV
    </Button>
  )
}

export interface TableCardProps<T> extends Omit<DataTableProps<T>, 'columns' | 'label'> {
  title: string
  columns: readonly CsvColumn<T>[]
  aside?: ReactNode
  /** Every row of a list that is shown page by page; those on screen by default. */
  read?: SaveButtonProps<T>['read']
}

/** A table in a card that can be taken away. */
export function TableCard<T>({ title, columns, aside, read, ...table }: TableCardProps<T>) {
  const { rows } = table
  return (
    <Card
      title={title}
      aside={aside}
      actions={
        rows &&
        rows.length > 0 && (
          <SaveButton title={title} columns={columns} read={read ?? (async () => ({ rows, isWhole: true }))} />
        )
      }
      flush
    >
      <DataTable label={title} columns={columns} {...table} />
    </Card>
  )
}
