import { compact, id, oneOf, type RawSearch, text } from '../../url/params.ts'
import { readPeriod } from '../../url/period.ts'
import { kindNames } from './kinds.ts'

/** The ready-made spans of figures, which end now. */
export const spans = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '180d': 'Last 180 days',
  '365d': 'Last 365 days',
} as const
export type Span = keyof typeof spans
// The record above has exactly the names of the type.
export const spanNames = Object.keys(spans) as Span[]
export const usualSpan: Span = '30d'

/** What is counted by day, in the order in which it is stacked. */
export const dailyNames = ['pullRequests', 'commits', 'reviews'] as const
export type DailyName = (typeof dailyNames)[number]

/** Series of the daily chart that are left out, as the address has them: `reviews,commits`. */
function readHidden(raw: unknown): string | undefined {
  const named = text(raw)?.split(',') ?? []
  const hidden = dailyNames.filter(name => named.includes(name))
  // One is always drawn.
  return hidden.length > 0 && hidden.length < dailyNames.length ? hidden.join(',') : undefined
}

export const hiddenOf = ({ hide }: { hide?: string }): readonly DailyName[] =>
  dailyNames.filter(name => hide?.split(',').includes(name))

export const repositorySorts = { name: 'By name', active: 'Busiest first', latest: 'Latest first' } as const
export type RepositorySort = keyof typeof repositorySorts
export const repositorySortNames = ['active', 'latest', 'name'] as const satisfies RepositorySort[]

/** The search parameters of the list of repositories. */
export function readRepositoriesSearch(search: RawSearch) {
  return compact({
    q: text(search.q),
    tracked: oneOf(search.tracked, ['yes', 'no']),
    installation: id(search.installation),
    sort: oneOf(search.sort, repositorySortNames),
    span: oneOf(search.span, spanNames),
    hide: readHidden(search.hide),
  })
}
export type RepositoriesSearch = ReturnType<typeof readRepositoriesSearch>

export const contributorSorts = ['total', 'name', ...kindNames] as const
export type ContributorSort = (typeof contributorSorts)[number]

/** The search parameters of one repository, and of one contributor. */
export function readFiguresSearch(search: RawSearch) {
  return compact({
    span: oneOf(search.span, spanNames),
    hide: readHidden(search.hide),
    sort: oneOf(search.sort, contributorSorts),
  })
}
export type FiguresSearch = ReturnType<typeof readFiguresSearch>

/** The search parameters of the facts; `i` is the chosen one. */
export function readActivitySearch(search: RawSearch) {
  return compact({
    q: text(search.q, 500),
    repository: id(search.repository),
    actor: id(search.actor),
    kind: oneOf(search.kind, kindNames),
    p: readPeriod(search, 'p'),
    i: id(search.i),
  })
}
export type ActivitySearch = ReturnType<typeof readActivitySearch>

/** The search parameters of the contributors; `i` is the one who is being linked. */
export function readContributorsSearch(search: RawSearch) {
  return compact({
    q: text(search.q),
    linked: oneOf(search.linked, ['yes', 'no']),
    kind: oneOf(search.kind, actorKindNames),
    sort: oneOf(search.sort, repositorySortNames),
  })
}
export type ContributorsSearch = ReturnType<typeof readContributorsSearch>

export const actorKindNames = ['user', 'bot', 'organization', 'unknown'] as const

/** The search parameters of the syncs: an installation, and the batch whose repositories are shown. */
export function readSyncSearch(search: RawSearch) {
  return compact({ installation: id(search.installation), batch: id(search.batch) })
}
export type SyncSearch = ReturnType<typeof readSyncSearch>
