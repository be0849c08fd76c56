import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useNow } from '../../ui/clock.tsx'
import { resolvePeriod } from '../../url/period.ts'

/** Names to choose from change slowly, and counting them reads a month of events. In ms. */
const pace = 30_000

/** The event names and funnel steps of the last 30 days, most frequent first. */
export function useKnownNames() {
  const { trpc } = useApi()
  const period = resolvePeriod('30d', useNow(3_600_000))
  const names = useLiveQuery(trpc.events.names.queryOptions(period), { pace }).data?.items ?? []
  const steps = useLiveQuery(trpc.events.countByFunnelStep.queryOptions(period), { pace }).data ?? []
  return { names, steps }
}
