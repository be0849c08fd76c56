import { compact, type RawSearch, text } from '../../url/params.ts'

/** The search parameters of the events page; `event` is the one whose panel is open, `of` its visit. */
export function readEventSearch(search: RawSearch) {
  return compact({
    name: text(search.name),
    step: text(search.step),
    visit: text(search.visit),
    q: text(search.q),
    event: text(search.event, 64),
    of: text(search.of),
  })
}

export type EventSearch = ReturnType<typeof readEventSearch>
