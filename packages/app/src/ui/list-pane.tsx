import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Listing } from '../live/use-live-rows.ts'
import { Failed, Rows } from './async.tsx'

export interface ListPaneProps<T> {
  list: Listing<T>
  /** What to show instead of a list without rows. */
  empty: ReactNode
  children: (rows: readonly T[]) => ReactNode
  compact?: boolean
}

/** Rows in a shape of their own, for the left pane of a `Split` and for cards: loading, failed and empty states, more. */
export function ListPane<T>({ list, empty, children, compact = false }: ListPaneProps<T>) {
  const { rows, error, onRetry, onMore, loadingMore } = list
  if (!rows)
    return error ? <Failed error={error} onRetry={onRetry} compact={compact} /> : <Rows count={compact ? 6 : 10} />
  if (rows.length === 0) return empty
  return (
    <>
      {children(rows)}
      {onMore && (
        <Button m={12} onClick={onMore} loading={loadingMore}>
          Load more
        </Button>
      )}
    </>
  )
}
