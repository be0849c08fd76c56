import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconColumns3 } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'

export interface Column<T> {
  key: string
  title: string
  /** The title is only read out: a column of buttons. */
  quiet?: boolean
  render: (row: T) => ReactNode
  align?: 'left' | 'right'
  width?: number | string
  /** Stays in sight at the right edge while the rest scrolls: what is done with the row. */
  pinned?: boolean
  /** Not shown until chosen. */
  optional?: boolean
  /** Cannot be hidden: it names the row. */
  fixed?: boolean
}

const none: Record<string, boolean> = {}

/** Columns that the reader chose for this table, kept in the browser. */
export function useColumns<T>(name: string, columns: readonly Column<T>[]) {
  const [changed, setChanged] = useLocalStorage<Record<string, boolean>>({
    key: `qd.columns.${name}`,
    defaultValue: none,
    getInitialValueInEffect: false,
  })
  return useMemo(() => {
    const isShown = (column: Column<T>) => column.fixed || (changed[column.key] ?? !column.optional)
    const set = (key: string, on: boolean) => setChanged({ ...changed, [key]: on })
    return { shown: columns.filter(isShown), isShown, set }
  }, [columns, changed, setChanged])
}

/** The button with which columns are chosen; put it among the page's filters. */
export function ColumnChoice<T>({ name, columns }: { name: string; columns: readonly Column<T>[] }) {
  const { isShown, set } = useColumns(name, columns)
  return (
    <Menu>
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
            <Menu.CheckboxItem key={column.key} checked={isShown(column)} onChange={on => set(column.key, on)}>
              {column.title}
            </Menu.CheckboxItem>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
