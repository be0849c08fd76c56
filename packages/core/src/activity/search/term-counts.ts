import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'

/** As often as is counted: whatever is more frequent counts as common. */
export const common = 1_000

/** For how long a count is believed, in milliseconds: it takes longer to count a common word than to look. */
const forAWhile = 600_000
/** Counts that are kept for each database. */
const room = 50_000

/** Who looks, and in which transaction. */
export interface Reading {
  deps: Pick<Deps, 'db' | 'clock'>
  tx: Db
  scope: Scope
}

/** Facts that can be found. */
export const ofScope = ({ workspaceId }: Scope): SQL =>
  sql`a.workspace_id = ${workspaceId} and a.superseded_at is null and a.removed_at is null`

export interface Counted {
  query: string
  /** At most `common`. */
  facts: number
}

/** By workspace and term, in this process. */
const kept = new WeakMap<Db, Map<string, { facts: number; until: number }>>()

const countAnew = (tx: Db, scope: Scope, queries: readonly string[]) =>
  rowsOf<Counted>(
    tx,
    sql`select q.query, (select count(*)::int from (select from activity a
        where ${ofScope(scope)} and a.lexemes @@ q.query::tsquery limit ${common}) found) as facts
      from jsonb_array_elements_text(${JSON.stringify(queries)}::text::jsonb) as q(query)`,
  )

/**
 * In how many facts each stands, as far as that is counted, and by a count that may be some minutes old: it decides how
 * facts are looked for, and nothing is left out for it. What stood nowhere is counted anew each time.
 */
export async function countFacts({ tx, scope, deps }: Reading, queries: readonly string[]): Promise<Counted[]> {
  const known = kept.get(deps.db) ?? new Map<string, { facts: number; until: number }>()
  kept.set(deps.db, known)
  const now = deps.clock.now().getTime()
  const keyOf = (query: string) => `${scope.workspaceId} ${query}`
  const remembered = queries.flatMap(query => {
    const { facts = 0, until = 0 } = known.get(keyOf(query)) ?? {}
    return until > now ? [{ query, facts }] : []
  })
  const there = new Set(remembered.map(({ query }) => query))
  const asked = queries.filter(query => !there.has(query))
  const counted = asked.length > 0 ? await countAnew(tx, scope, asked) : []
  for (const { query, facts } of counted) {
    known.delete(keyOf(query))
    if (facts > 0) known.set(keyOf(query), { facts, until: now + forAWhile })
  }
  // The map's first was learnt longest ago.
  for (const oldest of known.keys()) {
    if (known.size <= room) break
    known.delete(oldest)
  }
  return [...remembered, ...counted]
}
