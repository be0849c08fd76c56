import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'
import { statusNames, turnaroundNames } from './essay.ts'

export const tabs = { text: 'Text', order: 'Order', versions: 'Versions', links: 'Links' } as const
export type Tab = keyof typeof tabs

/**
 * The search parameters of the requests page: without `show`, what is open; `show=done` what is not, `show=all` both; `i` is
 * the chosen one, `tab` what of it is shown; `late=1` what is past due; `of` says whose: the reader's own, or nobody's.
 */
export function readRequestSearch(search: RawSearch) {
  return compact({
    view: oneOf(search.view, ['table']),
    show: oneOf(search.show, ['done', 'all']),
    status: oneOf(search.status, statusNames),
    turnaround: oneOf(search.turnaround, turnaroundNames),
    of: oneOf(search.of, ['me', 'nobody']),
    late: oneOf(text(search.late), ['1']),
    sort: oneOf(search.sort, ['due', 'oldest']),
    q: text(search.q),
    i: text(search.i, 64),
    tab: oneOf(search.tab, ['order', 'versions', 'links']),
  })
}

export type RequestSearch = ReturnType<typeof readRequestSearch>

/** The same filters with another request chosen. */
export const withChosen = (before: RawSearch, i: string | undefined): RequestSearch =>
  readRequestSearch({ ...before, i, tab: undefined })
