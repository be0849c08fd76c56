import { compact, type RawSearch, text } from '../../url/params.ts'
import { readPeriod } from '../../url/period.ts'

/** The search parameters of the audit page; `p` is a period (without it all time), `i` the entry whose panel is open. */
export function readAuditSearch(search: RawSearch) {
  return compact({
    actor: text(search.actor, 64),
    action: text(search.action, 100),
    entity: text(search.entity, 100),
    id: text(search.id),
    p: readPeriod(search, 'p'),
    q: text(search.q),
    i: text(search.i, 64),
  })
}

export type AuditSearch = ReturnType<typeof readAuditSearch>
