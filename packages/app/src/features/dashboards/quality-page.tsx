import { type Outputs, useApi } from '../../data/api.ts'
import { count, percent } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { itemsBehind } from '../essays/item-search.ts'
import { BarCard } from './bar-card.tsx'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { type DashboardSearch, draftName, toFilters } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { FigureStrip } from './figure-strip.tsx'
import { isUndefined } from './figures.ts'
import { draftOf, RatingCard } from './rating-card.tsx'

type Satisfaction = Outputs['dashboards']['quality']['satisfactionByDraft'][number]

/** How good the work is: ratings and satisfaction, by draft. */
export function QualityPage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  const query = useLiveQuery(trpc.dashboards.quality.queryOptions({ filters: toFilters(search) }), pace)
  return (
    <Dashboard
      title="Quality"
      path="/dashboards/quality"
      query={query}
      of="essays"
      isEmpty={({ kpis, ratingsByDraft, satisfactionByDraft }) =>
        kpis.completed.value === 0 &&
        kpis.completed.previous.value === 0 &&
        ratingsByDraft.every(({ rating }) => isUndefined(rating)) &&
        satisfactionByDraft.every(({ ePlus, e, eMinus }) => ePlus.value + e.value + eMinus.value === 0)
      }
    >
      {({ kpis, ratingsByDraft, satisfactionByDraft }) => (
        <>
          <FigureStrip
            kpis={kpis}
            show={['avgRating', 'ePlusRate', 'qualityLift', 'completed', 'rated']}
            labels={{ avgRating: 'Average rating, of 9' }}
          />
          <div className={styles.even}>
            <RatingCard drafts={ratingsByDraft} search={search} />
            <SatisfactionCard drafts={satisfactionByDraft} search={search} />
          </div>
        </>
      )}
    </Dashboard>
  )
}

function SatisfactionCard({ drafts, search }: { drafts: readonly Satisfaction[]; search: DashboardSearch }) {
  const said = drafts.filter(({ ePlus, e, eMinus }) => ePlus.value + e.value + eMinus.value > 0)
  return (
    <BarCard
      title="Satisfaction by draft"
      head={['Draft', 'E+', 'E', 'E−', 'E+ before', 'E before', 'E− before']}
      most={100}
      none="Nobody said how satisfied they are on these days"
      legend={[
        { label: 'E+', tone: 'green' },
        { label: 'E', tone: 'faint' },
        { label: 'E−', tone: 'red' },
      ]}
      summary={said
        .map(
          ({ draft, ePlus, e, eMinus }) =>
            `${draftName(draft)}: ${count(ePlus.value)} E+, ${count(e.value)} E, ${count(eMinus.value)} E−.`,
        )
        .join(' ')}
      bars={said.map(({ draft, ePlus, e, eMinus }) => {
        const all = ePlus.value + e.value + eMinus.value
        const bucket = draftOf(draft)
        return {
          key: draft,
          label: draftName(draft),
          parts: [
            { label: 'E+', value: (100 * ePlus.value) / all, tone: 'green' },
            { label: 'E', value: (100 * e.value) / all, tone: 'faint' },
            { label: 'E−', value: (100 * eMinus.value) / all, tone: 'red' },
          ],
          text: `${percent((100 * ePlus.value) / all, 0)} E+`,
          note: `of ${count(all)}`,
          link: itemsBehind(search, bucket ? { draft: bucket } : {}),
          spoken: `${draftName(draft)}: ${count(ePlus.value)} E+, ${count(e.value)} E, ${count(eMinus.value)} E−. Show the items`,
          cells: [ePlus, e, eMinus, ePlus.previous, e.previous, eMinus.previous].map(({ value }) => count(value)),
          csv: [ePlus, e, eMinus, ePlus.previous, e.previous, eMinus.previous].map(({ value }) => value),
        }
      })}
    />
  )
}
