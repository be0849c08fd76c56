import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useShell } from '../../shell/shell-context.ts'
import type { FilterOption } from '../../ui/filter-bar.tsx'

/** Whose work can be reported on: teams, and the members who are known in repositories, the reader first. */
export function useSubjects(): { people: FilterOption[]; teams: FilterOption[] } {
  const { trpc } = useApi()
  const { person: me } = useShell().session
  const actors = useLiveQuery(trpc.actors.list.queryOptions({ linked: true, sort: 'name', limit: 200 }))
  const teams = useLiveQuery(trpc.teams.list.queryOptions())
  const people = new Map([[me.id, 'Me']])
  for (const { person, login } of actors.data?.items ?? []) {
    if (person && !people.has(person.id)) people.set(person.id, person.name ?? login ?? 'Somebody without a name')
  }
  return {
    people: [...people].map(([id, label]) => ({ value: `person:${id}`, label })),
    teams: (teams.data?.items ?? []).map(({ id, name }) => ({ value: `team:${id}`, label: name })),
  }
}
