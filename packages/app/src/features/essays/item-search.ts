import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'
import { type DashboardSearch, isFiltered, readDashboardSearch, toFilters } from '../dashboards/dashboard-search.ts'

export const satisfactions = ['E+', 'E', 'E-'] as const
export const sorts = {
  submittedAt: 'Submitted',
  revenue: 'Revenue',
  rating: 'Rating',
  wordCount: 'Words',
  timeRemainingHours: 'Time left',
  draft: 'Draft',
} as const
export type Sort = keyof typeof sorts
export const sortNames = ['submittedAt', 'revenue', 'rating', 'wordCount', 'timeRemainingHours', 'draft'] as const

/** What stands for items without a channel, location or student. */
export const unknown = 'Unknown'

/** The search parameters of the items page: those of the dashboards, and its own. `i` is the item whose panel is open. */
export function readItemSearch(search: RawSearch) {
  return compact({
    ...readDashboardSearch(search),
    q: text(search.q),
    student: text(search.student),
    location: text(search.location),
    satisfaction: oneOf(search.satisfaction, [...satisfactions, 'none']),
    time: oneOf(search.time, ['late', 'on']),
    sort: oneOf(search.sort, sortNames),
    order: oneOf(search.order, ['asc']),
    import: oneOf(search.import, ['yes']),
    i: text(search.i, 64),
  })
}

export type ItemSearch = ReturnType<typeof readItemSearch>

/** The same in the words of `essays.list`. */
export function toItemInput(search: ItemSearch) {
  const { q, student, location, satisfaction, time, sort, order } = search
  const orNull = (value: string | undefined, none: string) => (value === none ? null : value)
  return {
    filters: toFilters(search),
    ...compact({
      search: q,
      studentId: orNull(student, unknown),
      location: orNull(location, unknown),
      satisfaction: satisfaction === 'none' ? null : satisfaction,
      late: time && time === 'late',
      sort,
      direction: order,
    }),
  }
}

/** Whether something besides the days narrows the list. */
export const isNarrowed = ({ q, student, location, satisfaction, time, ...search }: ItemSearch): boolean =>
  isFiltered(search) || [q, student, location, satisfaction, time].some(value => value !== undefined)

/** Where the rows behind a part of a dashboard are: under the dashboard's own filters and further ones. */
export const itemsBehind = (search: DashboardSearch, further: ItemSearch = {}) => {
  const { p: _, ...withoutPreset } = search
  return {
    to: '/essays/items' as const,
    search: { ...(further.from ? withoutPreset : search), ...further } as ItemSearch,
  }
}
