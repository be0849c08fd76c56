import { type SQL, sql } from 'drizzle-orm'
import { type Deps, moments, type Scope } from '../../kernel/index.ts'
import { isActor } from '../facts/filters.ts'
import type { SearchFactsInput } from '../inputs.ts'
import type { FactSearchResult } from '../model.ts'
import { type FoundPlace, readFoundPlace, writeFoundPlace } from './found-page.ts'
import { type Looking, type Scored, searchByWords } from './lexical.ts'
import { embedQuery, isAnyEmbedded, searchByMeaning } from './meaning.ts'
import { readFoundFacts } from './read-found.ts'
import { readTerms } from './terms.ts'

/** What keeps the first places from deciding alone (Cormack, Clarke and Büttcher 2009). */
const smoothing = 60
/** Of each list: what is found is paged as far as this, since a list that grew would be another one. */
const deep = 200

function filterOf(scope: Scope, input: SearchFactsInput, place: FoundPlace | null): SQL {
  const { repositoryId, actor, type, from, to } = input
  const parts = [
    repositoryId && sql`and a.repository_id = ${repositoryId}`,
    actor && sql`and ${isActor(sql`a.actor_id`, scope, actor)}`,
    type && sql`and a.kind = ${type}`,
    from && sql`and a.occurred_at >= ${from.toISOString()}::timestamptz`,
    to && sql`and a.occurred_at < ${to.toISOString()}::timestamptz`,
    place && sql`and a.created_at <= ${moments(place.asOf)}`,
  ]
  return sql.join(
    parts.filter(part => part !== undefined && part !== null),
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
 * @throws DomainError `invalid` for a cursor that is not of an earlier page.
 */
export async function searchFacts(deps: Deps, scope: Scope, input: SearchFactsInput): Promise<FactSearchResult> {
  const place = readFoundPlace(input.cursor)
  const vector = place?.mode === 'lexical' ? null : await embedQuery(deps, input.query)
  const { asOf, shown } = place ?? { asOf: deps.clock.now(), shown: 0 }
  return deps.db.transaction(
    async tx => {
      // To compile these queries takes longer than to run them.
      await tx.execute(sql`select set_config('jit', 'off', true)`)
      const byVector = vector !== null && (await isAnyEmbedded(tx, scope, vector))
      const mode = byVector ? ('hybrid' as const) : ('lexical' as const)
      const looking: Looking = { deps, tx, scope, filter: filterOf(scope, input, place), asOf, count: deep }
      const words = await searchByWords(looking, await readTerms(looking, input.query))
      const found = byVector ? fuse([words, await searchByMeaning(looking, vector)]) : words
      const until = shown + input.limit
      const items = await readFoundFacts(tx, scope, found.slice(shown, until))
      const nextCursor = found.length > until ? writeFoundPlace({ asOf, shown: until, mode }) : null
      return { mode, items, nextCursor }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
