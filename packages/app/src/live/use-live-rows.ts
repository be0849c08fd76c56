import {
  type DefaultError,
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  useInfiniteQuery,
} from '@tanstack/react-query'
import { useLiveState } from './live-provider.tsx'

/** How often a screen asks by itself while the stream is away, in ms. */
const pollEvery = 15_000

/** How tRPC's lists are paged: give it to `infiniteQueryOptions`. */
export const byCursor = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
}

/** A list as `DataTable` and `ListPane` take it. */
export interface Listing<T> {
  /** Undefined while the first page is on its way. */
  rows: readonly T[] | undefined
  error: unknown
  onRetry: () => void
  /** Present when there is more. */
  onMore: (() => void) | undefined
  loadingMore: boolean
}

type Pages = InfiniteData<{ items: readonly { id: string }[] }, unknown>
type RowOf<TData extends Pages> = TData['pages'][number]['items'][number]

/** `useLiveQuery` for lists that are read page by page: a change fetches the loaded pages again, in order. */
export function useLiveRows<TFnData, TData extends Pages, TKey extends QueryKey, TParam, TError = DefaultError>(
  options: UseInfiniteQueryOptions<TFnData, TError, TData, TKey, TParam>,
): Listing<RowOf<TData>> {
  const live = useLiveState()
  const list = useInfiniteQuery({
    ...options,
    placeholderData: keepPreviousData,
    refetchInterval: live === 'live' ? false : pollEvery,
  })
  return {
    rows: list.data && rowsOf(list.data.pages),
    error: list.error,
    onRetry: () => void list.refetch(),
    onMore: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
    loadingMore: list.isFetchingNextPage,
  }
}

/** The rows of all loaded pages, each once: a row that moved between pages while they were read keeps its first place. */
function rowsOf<T extends { id: string }>(pages: readonly { items: readonly T[] }[]): T[] {
  const rows = new Map<string, T>()
  for (const page of pages) for (const row of page.items) if (!rows.has(row.id)) rows.set(row.id, row)
  return [...rows.values()]
}
