import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import type { FilterOption } from '../../ui/filter-bar.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf, sought } from '../../ui/filters.ts'
import { PeriodPicker } from '../../ui/period-picker.tsx'
import { type ActivitySearch, readActivitySearch } from './activity-search.ts'
import { actorName, kindNames, kinds } from './kinds.ts'

/** Of repositories and contributors, those who are offered to choose from. */
const mostOffered = 100

/** What the period is called while there is none. */
const always = { value: 'any', label: 'Any time' }

export interface ActivityFiltersProps {
  search: ActivitySearch
  onChange: (search: ActivitySearch) => void
}

/** Repositories to choose from, the busiest first, and with them the one that is chosen already. */
function useRepositoryOptions(chosen: string | undefined): FilterOption[] {
  const { trpc } = useApi()
  const list = useLiveQuery(trpc.repositories.list.queryOptions({ sort: 'active', limit: mostOffered })).data?.items
  const isMissing = chosen !== undefined && list !== undefined && !list.some(({ id }) => id === chosen)
  const other = useLiveQuery(trpc.repositories.get.queryOptions({ id: chosen ?? '' }, { enabled: isMissing })).data
  const all = [...(isMissing && other ? [other] : []), ...(list ?? [])]
  return all.map(({ id, fullName }) => ({ value: id, label: fullName }))
}

/** The same of contributors. */
function useActorOptions(chosen: string | undefined): FilterOption[] {
  const { trpc } = useApi()
  const list = useLiveQuery(trpc.actors.list.queryOptions({ sort: 'active', limit: mostOffered })).data?.items
  const isMissing = chosen !== undefined && list !== undefined && !list.some(({ id }) => id === chosen)
  const other = useLiveQuery(trpc.actors.get.queryOptions({ id: chosen ?? '' }, { enabled: isMissing })).data
  const all = [...(isMissing && other ? [other] : []), ...(list ?? [])]
  return all.map(actor => ({ value: actor.id, label: actorName(actor) }))
}

/** Which facts are shown: words, repository, contributor, kind and time, all in the address. */
export function ActivityFilters({ search, onChange }: ActivityFiltersProps) {
  const repositories = useRepositoryOptions(search.repository)
  const actors = useActorOptions(search.actor)
  return (
    <>
      <PeriodPicker
        value={search.p ?? always.value}
        extra={always}
        onChange={p => onChange(readActivitySearch({ ...search, p }))}
      />
      <FilterBar
        values={search}
        onChange={(key, value) => onChange(readActivitySearch({ ...search, [key]: value }))}
        filters={[
          sought('Words, #41, a name from the code, or a hash'),
          choice('kind', 'What', optionsOf(kindNames, kinds)),
          choice('repository', 'Repository', repositories),
          choice('actor', 'By', actors),
        ]}
      />
    </>
  )
}
