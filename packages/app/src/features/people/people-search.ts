import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'
import { roleNames } from './roles.ts'

/** The search parameters of the people page: the list, or with `tab=invitations` who was asked to come. */
export function readPeopleSearch(search: RawSearch) {
  return compact({
    tab: oneOf(search.tab, ['invitations']),
    role: oneOf(search.role, roleNames),
    q: text(search.q),
  })
}

export type PeopleSearch = ReturnType<typeof readPeopleSearch>
