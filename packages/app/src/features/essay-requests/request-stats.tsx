import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'

/** Shortest time between two refetches: every save touches the sums. In ms. */
const pace = 3_000

/** How much there is to do, and how much of it presses. */
export function RequestStats() {
  const { trpc } = useApi()
  const stats = useLiveQuery(trpc.essayRequests.stats.queryOptions(), { pace }).data
  const shown = (value: number | undefined) => (value === undefined ? undefined : count(value))
  return (
    <KpiStrip small>
      <Kpi label="Current" value={shown(stats?.current)} definition="Submitted and in progress" />
      <Kpi
        label="Due soon"
        value={shown(stats?.dueSoon)}
        definition="Open and due within 24 hours; the overdue ones are among them"
        {...(stats && stats.dueSoon > 0 && { tone: 'amber' as const })}
      />
      <Kpi
        label="Overdue"
        value={shown(stats?.overdue)}
        definition="Open and past due"
        {...(stats && stats.overdue > 0 && { tone: 'red' as const })}
      />
      <Kpi label="Unassigned" value={shown(stats?.unassigned)} definition="Open, and in nobody’s hands" />
      <Kpi label="Done in 7 days" value={shown(stats?.completedLast7Days)} definition="Completed in the last 7 days" />
    </KpiStrip>
  )
}
