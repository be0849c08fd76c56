import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

/** The search parameters of the billing page; `person` is an id, `i` the record whose panel is open. */
export function readBillingSearch(search: RawSearch) {
  return compact({
    tab: oneOf(search.tab, ['subscriptions']),
    status: text(search.status, 100),
    person: text(search.person, 64),
    q: text(search.q),
    i: text(search.i, 64),
  })
}

export type BillingSearch = ReturnType<typeof readBillingSearch>
