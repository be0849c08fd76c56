import { count, percent, plural } from '../../format/number.ts'
import { BarCard } from '../dashboards/bar-card.tsx'
import type { ActivitySearch } from './activity-search.ts'
import type { RepositoryKpis } from './compared.ts'
import { kinds } from './kinds.ts'

/** How often each kind of thing was done, each a way to the facts. */
export function BreakdownCard({ kpis, behind }: { kpis: RepositoryKpis; behind: ActivitySearch }) {
  const rows = kpis.breakdown.filter(each => each.count > 0).toSorted((a, b) => b.count - a.count)
  const total = rows.reduce((sum, each) => sum + each.count, 0)
  const [most] = rows
  return (
    <BarCard
      title="By kind"
      none="Nothing was done in this time"
      head={['Kind', 'Facts', 'Share', 'A day']}
      summary={most ? `${plural(total, 'fact')}; the most, ${kinds[most.kind].many}: ${count(most.count)}.` : ''}
      bars={rows.map(({ kind, count: facts, perDay }) => {
        const share = (100 * facts) / total
        const { many: name } = kinds[kind]
        return {
          key: kind,
          label: name,
          parts: [{ label: 'facts', value: facts, tone: 'accent' }],
          text: count(facts),
          note: percent(share),
          link: { to: '/activity', search: { ...behind, kind } },
          spoken: `${name}: ${count(facts)}, ${percent(share)} of all, ${perDay.toFixed(1)} a day. Show the facts`,
          cells: [count(facts), percent(share), perDay.toFixed(1)],
          csv: [facts, share, perDay],
        }
      })}
    />
  )
}
