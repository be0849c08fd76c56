import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'

/** Shortest time between two refetches: every message touches conversations. In ms. */
const pace = 10_000

/** The tags that conversations have, the most used first. */
export function useTags(): Outputs['conversations']['tags']['items'] {
  const { trpc } = useApi()
  return useLiveQuery(trpc.conversations.tags.queryOptions({}), { pace }).data?.items ?? []
}
