import { useApi } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import styles from './activity.module.css'
import { type ActivitySearch, type FiguresSearch, hiddenOf, usualSpan } from './activity-search.ts'
import { BreakdownCard } from './breakdown-card.tsx'
import type { RepositoryKpis } from './compared.ts'
import { ComparedKpi } from './compared-kpi.tsx'
import { DailyChart } from './daily-chart.tsx'

/** Time at least between two refetches of figures that change while they are looked at, in ms. */
const pace = { pace: 2_000 }

/** The figures of a repository, or of all together. */
export function useRepositoryKpis(id: string, { span = usualSpan }: Pick<FiguresSearch, 'span'>) {
  const { trpc } = useApi()
  return useLiveQuery(trpc.repositories.kpis.queryOptions({ id, preset: span }), pace)
}

export interface RepositoryFiguresProps {
  query: ReturnType<typeof useRepositoryKpis>
  /** The facts that they count. */
  behind: ActivitySearch
  /** Series of the daily chart that are left out. */
  search: Pick<FiguresSearch, 'hide'>
  onHide: (hide: string | undefined) => void
}

/** Numbers against the period before, the days, and the kinds of work. */
export function RepositoryFigures({ query, behind, search, onHide }: RepositoryFiguresProps) {
  return (
    <Async query={query} skeleton={<Waiting />}>
      {kpis => (
        <div className={styles.stack} aria-busy={query.isPlaceholderData || undefined}>
          <Figures kpis={kpis} />
          <div className={styles.wide}>
            <DailyChart days={kpis.days} hidden={hiddenOf(search)} onHide={onHide} behind={behind} />
            <BreakdownCard kpis={kpis} behind={behind} />
          </div>
        </div>
      )}
    </Async>
  )
}

function Figures({ kpis: { pullRequests, reviews, commits, contributors, cycleTime } }: { kpis: RepositoryKpis }) {
  return (
    <KpiStrip columns={4}>
      <ComparedKpi label="Pull requests" figure={pullRequests} definition="Opened in this time." />
      <ComparedKpi
        label="Reviews"
        figure={reviews}
        definition="Submitted in this time: approved, asked for changes, or commented."
      />
      <ComparedKpi label="Commits" figure={commits} definition="Of all branches, each once, by when they were made." />
      <ComparedKpi label="Contributors" figure={contributors} definition="Who did at least one thing in this time." />
      <Kpi
        label="Merged"
        definition="Pull requests that were merged in this time: what the next three are made from."
        value={count(cycleTime.pullRequests)}
        note="pull requests"
      />
      <ComparedKpi
        label="Cycle time"
        measure="hours"
        figure={cycleTime.total}
        note="nothing merged"
        definition={`From the first commit to the merge, the median of ${plural(cycleTime.pullRequests, 'merged pull request')}.`}
      />
      <ComparedKpi
        label="Until a review"
        measure="hours"
        figure={cycleTime.toReview}
        note="no review"
        definition="From the first commit to the first review by somebody else, the median."
      />
      <ComparedKpi
        label="Until the merge"
        measure="hours"
        figure={cycleTime.toMerge}
        note="no review"
        definition="From that review to the merge, the median."
      />
    </KpiStrip>
  )
}

function Waiting() {
  return (
    <div className={styles.stack}>
      <Card>
        <Rows count={2} height={28} />
      </Card>
      <Card>
        <Rows count={8} height={20} />
      </Card>
    </div>
  )
}
