import 'mantine-datatable/styles.layer.css'
import { ActionIcon, Button, Checkbox, Menu, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconColumns3 } from '@tabler/icons-react'
import clsx from 'clsx'
import { DataTable as Table } from 'mantine-datatable'
import type { ReactNode, RefObject } from 'react'
import { Failed, Rows } from './async.tsx'
import styles from './data-table.module.css'

export interface Column<T> {
  key: string
  title: string
  render: (row: T) => ReactNode
  align?: 'left' | 'right'
  width?: number | string
  /** Not shown until chosen. */
  optional?: boolean
  /** Cannot be hidden: it names the row. */
  fixed?: boolean
}

export interface DataTableProps<T> {
  /** Names the table for the memory of chosen columns; also its label. */
  name: string
  label: string
  columns: readonly Column<T>[]
  /** Undefined while the first page is on its way. */
  rows: readonly T[] | undefined
  rowKey: (row: T) => string
  error?: unknown
  onRetry?: () => void
  /** What to show instead of a table without rows. */
  empty?: ReactNode
  /** A click anywhere on the row; the first column should hold the same as a link, for keyboards. */
  onRowClick?: (row: T) => void
  isChosen?: (row: T) => boolean
  /** Further class of a row, such as the glow of a new one. */
  rowClass?: (row: T) => string | undefined
  /** Keyset paging: present when there is more. */
  onMore?: (() => void) | undefined
  loadingMore?: boolean
  height?: number | string
  viewport?: RefObject<HTMLDivElement | null>
  onScroll?: (position: { x: number; y: number }) => void
}

/** Columns that the reader chose for this table, kept in the browser. */
export function useColumns<T>(name: string, columns: readonly Column<T>[]) {
  const [changed, setChanged] = useLocalStorage<Record<string, boolean>>({
    key: `qd.columns.${name}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const isShown = (column: Column<T>) => column.fixed || (changed[column.key] ?? !column.optional)
  return {
    shown: columns.filter(isShown),
    isShown,
    set: (key: string, on: boolean) => setChanged({ ...changed, [key]: on }),
  }
}

/** The button with which columns are chosen; put it among the page's filters. */
export function ColumnChoice<T>({ name, columns }: { name: string; columns: readonly Column<T>[] }) {
  const { isShown, set } = useColumns(name, columns)
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label="Choose columns">
          <ActionIcon aria-label="Choose columns" variant="subtle">
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {columns
          .filter(column => !column.fixed)
          .map(column => (
            <Menu.Item
              key={column.key}
              role="menuitemcheckbox"
              aria-checked={isShown(column)}
              leftSection={<Checkbox.Indicator checked={isShown(column)} size="xs" />}
              onClick={() => set(column.key, !isShown(column))}
            >
              {column.title}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A table of what the server holds: columns to choose, paging by key, empty, failed and loading states. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, rowKey, onRowClick, isChosen, rowClass, onMore } = props
  const { shown } = useColumns(props.name, props.columns)
  if (rows === undefined) {
    return props.error ? <Failed error={props.error} onRetry={props.onRetry} /> : <Rows count={8} />
  }
  if (rows.length === 0) return props.empty ?? <Failed error={null} />
  return (
    <>
      <Table<T>
        className={styles.table ?? ''}
        aria-label={props.label}
        records={[...rows]}
        idAccessor={rowKey}
        columns={shown.map(column => ({
          accessor: column.key,
          title: column.title,
          render: column.render,
          textAlign: column.align ?? 'left',
          ...(column.width !== undefined && { width: column.width }),
        }))}
        height={props.height ?? 'auto'}
        minHeight={0}
        verticalSpacing={6}
        horizontalSpacing={12}
        withTableBorder={false}
        backgroundColor="transparent"
        highlightOnHover={onRowClick !== undefined}
        highlightOnHoverColor="var(--qd-hover)"
        {...(onRowClick && { onRowClick: ({ record }: { record: T }) => onRowClick(record) })}
        rowClassName={row => clsx(isChosen?.(row) && styles.chosen, onRowClick && styles.clickable, rowClass?.(row))}
        {...(props.viewport && { scrollViewportRef: props.viewport })}
        {...(props.onScroll && { onScroll: props.onScroll })}
      />
      {onMore && (
        <div className={styles.foot}>
          <Button onClick={onMore} loading={props.loadingMore ?? false}>
            Load more
          </Button>
        </div>
      )}
    </>
  )
}
