import {
  keepPreviousData,
  type QueryKey,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query'
import { useLiveState } from './live-provider.tsx'

/** How often a screen asks by itself while the stream is away, in ms. */
const pollEvery = 15_000

/**
 * `useQuery` for screens: it follows changes on the server, shows the data before while newer data (or another filter's)
 * is on its way, and asks by itself while the stream is away. Pass `keepPrevious: false` where the input names one thing,
 * so that the thing before is never shown under the new one's address. A sum over many rows takes a `pace`: the shortest
 * time between two refetches, in ms; the first change after a quiet time is still fetched at once.
 */
export function useLiveQuery<TFnData, TError, TData, TKey extends QueryKey>(
  options: UseQueryOptions<TFnData, TError, TData, TKey>,
  { keepPrevious = true, pace }: { keepPrevious?: boolean; pace?: number } = {},
): UseQueryResult<TData, TError> {
  const live = useLiveState()
  const followed: UseQueryOptions<TFnData, TError, TData, TKey> = {
    ...options,
    refetchInterval: live === 'live' ? false : pollEvery,
  }
  if (pace !== undefined) followed.meta = { ...options.meta, pace }
  if (keepPrevious) followed.placeholderData = keepPreviousData
  return useQuery(followed)
}
