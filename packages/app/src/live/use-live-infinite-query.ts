import {
  type DefaultError,
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query'
import { useLiveState } from './live-provider.tsx'

/** How often a screen asks by itself while the stream is away, in ms. */
const pollEvery = 15_000

/** `useLiveQuery` for lists that are read page by page: a change fetches the loaded pages again, in order. */
export function useLiveInfiniteQuery<TFnData, TData, TKey extends QueryKey, TParam, TError = DefaultError>(
  options: UseInfiniteQueryOptions<TFnData, TError, TData, TKey, TParam>,
): UseInfiniteQueryResult<TData, TError> {
  const live = useLiveState()
  return useInfiniteQuery({
    ...options,
    placeholderData: keepPreviousData,
    refetchInterval: live === 'live' ? false : pollEvery,
  })
}

/** The rows of all loaded pages, each once: a row that moved between pages while they were read keeps its first place. */
export function rowsOf<T extends { id: string }>(
  data: InfiniteData<{ items: readonly T[] }, unknown> | undefined,
): T[] | undefined {
  if (!data) return undefined
  const rows = new Map<string, T>()
  for (const page of data.pages) for (const row of page.items) if (!rows.has(row.id)) rows.set(row.id, row)
  return [...rows.values()]
}
