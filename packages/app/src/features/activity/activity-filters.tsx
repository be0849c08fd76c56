import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
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

/** Which facts are shown: words, repository, contributor, kind and time, all in the address. */
export function ActivityFilters({ search, onChange }: ActivityFiltersProps) {
  const { trpc } = useApi()
  const repositories = useLiveQuery(trpc.repositories.list.queryOptions({ sort: 'active', limit: mostOffered })).data
  const actors = useLiveQuery(trpc.actors.list.queryOptions({ sort: 'active', limit: mostOffered })).data
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
          choice(
            'repository',
            'Repository',
            repositories?.items.map(({ id, fullName }) => ({ value: id, label: fullName })) ?? [],
          ),
          choice('actor', 'By', actors?.items.map(actor => ({ value: actor.id, label: actorName(actor) })) ?? []),
        ]}
      />
    </>
  )
}
