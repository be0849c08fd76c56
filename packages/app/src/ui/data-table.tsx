import { Button } from '@mantine/core'
import clsx from 'clsx'
import { memo, type ReactNode, type UIEvent, useCallback, useLayoutEffect, useRef } from 'react'
import { Failed, Rows } from './async.tsx'
import { type Column, useColumns } from './columns.tsx'
import styles from './data-table.module.css'

export interface DataTableProps<T> {
  /** Names the table for the memory of chosen columns. */
  name: string
  /** What it lists, for those who do not see it. */
  label: string
  columns: readonly Column<T>[]
  /** Undefined while the first page is on its way. */
  rows: readonly T[] | undefined
  rowKey: (row: T) => string
  error?: unknown
  onRetry?: () => void
  /** What to show instead of a table without rows. */
  empty: ReactNode
  /** A click anywhere on the row; the first column should hold the same as a link, for keyboards. */
  onRowClick?: (row: T) => void
  isChosen?: (row: T) => boolean
  /** Further class of a row, such as the glow of a new one. */
  rowClass?: (row: T) => string | undefined
  /** Keyset paging: present when there is more. */
  onMore?: (() => void) | undefined
  loadingMore?: boolean
  /** `true` fills the parent and scrolls inside it, its head in view. */
  fill?: boolean
  /** Pixels by which it is scrolled down. */
  onScroll?: (top: number) => void
}

/** A table of what the server holds: columns to choose, paging by key, empty, failed and loading states. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, rowKey, onRowClick, onScroll, fill = false } = props
  const { shown } = useColumns(props.name, props.columns)
  const open = useLatest(onRowClick)
  if (rows === undefined) {
    return props.error ? <Failed error={props.error} onRetry={props.onRetry} /> : <Rows count={8} />
  }
  if (rows.length === 0) return props.empty
  // A landmark only where it scrolls by itself; else the card around it is one already.
  const Frame = fill ? 'section' : 'div'
  return (
    <Frame
      className={clsx(styles.frame, fill && styles.fill)}
      aria-label={fill ? props.label : undefined}
      tabIndex={fill ? 0 : undefined}
      onScroll={onScroll && ((event: UIEvent) => onScroll(event.currentTarget.scrollTop))}
    >
      <table className={styles.table} aria-label={props.label}>
        <thead>
          <tr>
            {shown.map(column => (
              <th
                key={column.key}
                scope="col"
                data-align={column.align}
                data-pinned={column.pinned}
                style={{ width: column.width }}
              >
                {column.quiet ? <span className="sr-only">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row
              key={rowKey(row)}
              row={row}
              columns={shown}
              className={clsx(
                props.isChosen?.(row) && styles.chosen,
                onRowClick && styles.clickable,
                props.rowClass?.(row),
              )}
              onOpen={open}
            />
          ))}
        </tbody>
      </table>
      {props.onMore && (
        <div className={styles.foot}>
          <Button onClick={props.onMore} loading={props.loadingMore ?? false}>
            Load more
          </Button>
        </div>
      )}
    </Frame>
  )
}

/** A function that never changes and calls the newest one, so that rows need not render again for it. */
function useLatest<T>(callback: ((row: T) => void) | undefined): (row: T) => void {
  const latest = useRef(callback)
  useLayoutEffect(() => {
    latest.current = callback
  })
  return useCallback(row => latest.current?.(row), [])
}

interface RowProps<T> {
  row: T
  columns: readonly Column<T>[]
  className: string
  onOpen: (row: T) => void
}

/** The click is a convenience for the mouse: keyboards use the link in the first column. */
function PlainRow<T>({ row, columns, className, onOpen }: RowProps<T>) {
  return (
    <tr className={className} onClick={() => onOpen(row)}>
      {columns.map(column => (
        <td key={column.key} data-align={column.align} data-pinned={column.pinned}>
          {column.render(row)}
        </td>
      ))}
    </tr>
  )
}

// A live list changes at its head: only what is new is rendered. `memo` forgets the type parameter, hence the cast.
const Row = memo(PlainRow) as typeof PlainRow
