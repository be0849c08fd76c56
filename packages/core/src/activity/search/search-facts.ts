import { type SQL, sql } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import { isActor } from '../facts/filters.ts'
import type { SearchFactsInput } from '../inputs.ts'
import type { FactSearchResult } from '../model.ts'
import { type Looking, type Scored, searchByWords } from './lexical.ts'
import { embedQuery, isAnyEmbedded, searchByMeaning } from './meaning.ts'
import { readFoundFacts } from './read-found.ts'
import { readTerms } from './terms.ts'

/** What keeps the first places from deciding alone (Cormack, Clarke and Büttcher 2009). */
const smoothing = 60
/** Of two lists, for each that is shown: what both hold comes before what one holds. */
const deep = 2

function filterOf(scope: Scope, { repositoryId, actor, type, from, to }: SearchFactsInput): SQL {
  const parts = [
    repositoryId && sql`and a.repository_id = ${repositoryId}`,
    actor && sql`and ${isActor(sql`a.actor_id`, scope, actor)}`,
    type && sql`and a.kind = ${type}`,
    from && sql`and a.occurred_at >= ${from.toISOString()}::timestamptz`,
    to && sql`and a.occurred_at < ${to.toISOString()}::timestamptz`,
  ]
  return sql.join(
    parts.filter(part => part !== undefined),
    sql` `,
  )
}

/** One list of two, by reciprocal rank: their scores have no common measure. */
function fuse(lists: readonly (readonly Scored[])[]): Scored[] {
  const scores = new Map<string, number>()
  for (const list of lists) {
    for (const [index, { id }] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (smoothing + index + 1))
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score)
}

/**
 * Finds facts by the words of a query, by identifiers and their parts, `#41`, the beginning of a sha, and, where
 * embeddings are to be had, by its meaning. Filters are exact: what they leave out takes nobody's place.
 */
export async function searchFacts(deps: Deps, scope: Scope, input: SearchFactsInput): Promise<FactSearchResult> {
  const vector = await embedQuery(deps, input.query)
  return deps.db.transaction(
    async tx => {
      // To compile these queries takes longer than to run them.
      await tx.execute(sql`select set_config('jit', 'off', true)`)
      const byVector = vector !== null && (await isAnyEmbedded(tx, scope, vector))
      const count = byVector ? input.limit * deep : input.limit
      const looking: Looking = { deps, tx, scope, filter: filterOf(scope, input), count }
      const words = await searchByWords(looking, await readTerms(looking, input.query))
      const found = byVector ? fuse([words, await searchByMeaning(looking, vector)]) : words
      const items = await readFoundFacts(tx, scope, found.slice(0, input.limit))
      return { mode: byVector ? 'hybrid' : 'lexical', items }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
