import { money, roundMoney } from '../../format/money.ts'
import { count, percent, plural } from '../../format/number.ts'
import type { ItemSearch } from '../essays/item-search.ts'
import { itemsBehind } from '../essays/item-search.ts'
import { BarCard } from './bar-card.tsx'
import type { DashboardSearch } from './dashboard-search.ts'
import { changeText } from './figures.ts'
import { toMajor } from './money-cells.ts'

interface Counts {
  essays: number
  netRevenue: number
  totalRevenue: number
}

export interface GroupCardProps<Key extends string> {
  title: string
  /** What a group is, such as `Channel`. */
  by: string
  groups: ReadonlyArray<Counts & { key: Key; previous: Counts }>
  /** What the bars show; the table has all. */
  show: 'revenue' | 'essays'
  nameOf?: (key: Key) => string
  /** The filter that means a group. */
  filterOf: (key: Key) => ItemSearch
  search: DashboardSearch
  currency: string
}

/** Items by a value that they have in common: revenue or count, against the period before. */
export function GroupCard<Key extends string>(props: GroupCardProps<Key>) {
  const { title, by, groups, show, nameOf = key => key, filterOf, search, currency } = props
  const amountOf = (counts: Counts) => (show === 'revenue' ? counts.totalRevenue : counts.essays)
  const textOf = (counts: Counts) =>
    show === 'revenue' ? roundMoney(counts.totalRevenue, currency) : count(counts.essays)
  const all = groups.reduce((sum, group) => sum + amountOf(group), 0)
  const share = (group: Counts) => (all > 0 ? (100 * amountOf(group)) / all : 0)
  const first = groups[0]
  const what = show === 'revenue' ? 'gross revenue' : 'items'
  return (
    <BarCard
      title={title}
      none={`No ${by.toLowerCase()} on these days`}
      summary={
        first
          ? `${plural(groups.length, 'group')}; the first, ${nameOf(first.key)}, has ${percent(share(first))} of the ${what}.`
          : ''
      }
      head={[by, 'Items', 'Revenue', 'Without cancelled', 'Items before', 'Revenue before']}
      bars={groups.map(group => {
        const name = nameOf(group.key)
        const change = changeText('count', { value: amountOf(group), previous: { value: amountOf(group.previous) } })
        return {
          key: group.key,
          label: name,
          parts: [{ label: what, value: amountOf(group), tone: 'accent' }],
          text: textOf(group),
          note: percent(share(group)),
          before: amountOf(group.previous),
          link: itemsBehind(search, filterOf(group.key)),
          spoken: `${name}: ${textOf(group)}, ${percent(share(group))} of the ${what}, ${change} from ${textOf(group.previous)}. Show the items`,
          cells: [
            count(group.essays),
            money(group.totalRevenue, currency),
            money(group.netRevenue, currency),
            count(group.previous.essays),
            money(group.previous.totalRevenue, currency),
          ],
          csv: [
            group.essays,
            toMajor(group.totalRevenue, currency),
            toMajor(group.netRevenue, currency),
            group.previous.essays,
            toMajor(group.previous.totalRevenue, currency),
          ],
        }
      })}
    />
  )
}
