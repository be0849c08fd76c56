import { Link } from '@tanstack/react-router'
import { count } from '../../format/number.ts'
import { itemsBehind } from '../essays/item-search.ts'
import { BarCard } from './bar-card.tsx'
import { type DashboardSearch, draftName, draftNames } from './dashboard-search.ts'
import { changeText, type Figure, figureText, isUndefined } from './figures.ts'

/** The draft as filters know it. */
export const draftOf = (draft: string) => draftNames.find(name => name === draft)

export interface RatingCardProps {
  drafts: ReadonlyArray<{ draft: string; rating: Figure }>
  search: DashboardSearch
  /** A link to the page that tells more. */
  more?: boolean
}

/** Mean rating by draft on the whole scale to 9, against the period before. */
export function RatingCard({ drafts, search, more = false }: RatingCardProps) {
  const rated = drafts.filter(({ rating }) => !isUndefined(rating))
  return (
    <BarCard
      title="Mean rating by draft, of 9"
      most={9}
      none="No rated items on these days"
      summary={rated
        .map(({ draft, rating }) => `${draftName(draft)}: ${figureText('rating', rating.value)}.`)
        .join(' ')}
      actions={
        more && (
          <Link to="/dashboards/quality" search={search} className="link">
            Quality
          </Link>
        )
      }
      head={['Draft', 'Mean rating', 'Rated items', 'Rating before', 'Rated before']}
      bars={rated.map(({ draft, rating }) => {
        const change = changeText('rating', rating)
        const before = isUndefined(rating.previous) ? null : rating.previous.value
        const bucket = draftOf(draft)
        return {
          key: draft,
          label: draftName(draft),
          parts: [{ label: 'rating', value: rating.value, tone: 'accent' }],
          text: figureText('rating', rating.value),
          ...(change && { note: change }),
          before,
          link: itemsBehind(search, { ...(bucket && { draft: bucket }), sort: 'rating' }),
          spoken: `${draftName(draft)}: ${figureText('rating', rating.value)} over ${count(rating.denominator ?? 0)} rated items, ${
            before === null ? 'none rated before' : `${figureText('rating', before)} before`
          }. Show the items`,
          cells: [
            figureText('rating', rating.value),
            count(rating.denominator ?? 0),
            before === null ? '–' : figureText('rating', before),
            count(rating.previous.denominator ?? 0),
          ],
          csv: [rating.value, rating.denominator, before, rating.previous.denominator],
        }
      })}
    />
  )
}
