import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

/** The search parameters of the companion: the chosen thread, words to find threads by, and how one asks. */
export const readCompanionSearch = (search: RawSearch) =>
  compact({ i: text(search.i, 64), q: text(search.q), by: oneOf(search.by, ['hand']) })

export type CompanionSearch = ReturnType<typeof readCompanionSearch>
