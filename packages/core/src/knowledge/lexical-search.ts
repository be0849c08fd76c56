import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { best, type Scored } from './best.ts'
import { boundOf, type Collection, partOf, type QueryTerm, titleWeight, weightOf } from './bm25.ts'
import { configurationOf } from './languages.ts'
import { blockSize, eachPosting } from './postings.ts'
import { postingsCache, type TermPostings } from './postings-cache.ts'

/**
 * Postings that are read before it is asked whether the rest may be left out: 2.4 MB, which costs less than to score
 * `rescored` chunks one by one.
 */
const freely = 400_000
/** As many chunks as are scored one by one rather than reading another term's postings. */
const rescored = 1_000

export interface LexicalSearch {
  collection: Collection
  /** Terms of the query that stand somewhere, rarest first. */
  terms: QueryTerm[]
  /** Those that stand nowhere. */
  unknown: QueryTerm[]
  /** The chunks with the highest scores, exactly, best first; equals by their number. */
  top: (count: number) => Promise<Scored[]>
}

/** The terms of a query in each language that documents have, with the numbers of the workspace's index. */
async function readQuery(tx: Db, { workspaceId }: Scope, query: string) {
  const [stats] = await rowsOf<{ chunks: number; length: string; languages: string[]; version: string }>(
    tx,
    // Whoever writes to the index writes this row too: the transaction that did it last names the state of the whole.
    sql`select chunks, length, languages, xmin::text || ' ' || next_no || ' ' || chunks || ' ' || length as version
      from knowledge_stats where workspace_id = ${workspaceId}`,
  )
  const [chunks, version] = [stats?.chunks ?? 0, stats?.version ?? '']
  const configurations = [...new Set((stats?.languages ?? []).map(configurationOf))]
  const collection = { chunks, averageLength: chunks > 0 ? Number(stats?.length) / chunks : 1 }
  if (chunks === 0) return { collection, version, terms: [], unknown: [] }
  // A term that two languages share counts once.
  const terms = await rowsOf<QueryTerm>(
    tx,
    sql`select l.lexeme as term, coalesce(t.chunks, 0) as chunks, max(cardinality(l.positions)) as times
      from jsonb_array_elements_text(${JSON.stringify(configurations)}::text::jsonb) c(name)
        cross join lateral unnest(to_tsvector(c.name::regconfig, ${query})) l
        left join knowledge_terms t on t.workspace_id = ${workspaceId} and t.term = l.lexeme
      group by l.lexeme, t.chunks order by t.chunks, l.lexeme`,
  )
  return {
    collection,
    version,
    terms: terms.filter(({ chunks: found }) => found > 0),
    unknown: terms.filter(({ chunks: found }) => found === 0),
  }
}

/** The postings of terms; those that an earlier query read of the same state of the index come from memory. */
async function readPostings(
  { deps, tx, scope }: Looking,
  version: string,
  terms: readonly string[],
): Promise<[term: string, postings: TermPostings][]> {
  const { workspaceId } = scope
  const cache = postingsCache(deps.db)
  const found = new Map(terms.map(term => [term, cache.get(workspaceId, version, term)]))
  const missing = new Map<string, Map<number, Uint8Array>>()
  for (const [term, postings] of found) if (!postings) missing.set(term, new Map())
  if (missing.size > 0) {
    const rows = await rowsOf<{ term: string; block: number; postings: Uint8Array }>(
      tx,
      sql`select term, block, postings from knowledge_postings
        where workspace_id = ${workspaceId}
          and term = any(array(select jsonb_array_elements_text(${JSON.stringify([...missing.keys()])}::text::jsonb)))`,
    )
    // Copied, so that what is kept does not keep the whole answer of the database.
    for (const { term, block, postings } of rows) missing.get(term)?.set(block, new Uint8Array(postings))
    for (const [term, postings] of missing) cache.set(workspaceId, version, term, postings)
  }
  return terms.map(term => [term, found.get(term) ?? missing.get(term) ?? new Map()])
}

/** Who looks, and in which transaction. */
export interface Looking {
  deps: Pick<Deps, 'db'>
  tx: Db
  scope: Scope
}

/**
 * Scores by BM25. Rare terms choose the candidates: once no chunk without them can come into the answer any more, the
 * common ones are only looked up for those, so that a query of common words stays fast and exact.
 */
export async function searchLexically(looking: Looking, query: string): Promise<LexicalSearch> {
  const { tx, scope } = looking
  const { collection, version, terms, unknown } = await readQuery(tx, scope, query)
  const weights = new Map(terms.map(term => [term.term, weightOf(term, collection)]))
  const scores = new Map<number, Float64Array>()
  const waiting = [...terms]

  const read = async (list: readonly QueryTerm[]) => {
    const names = list.map(({ term }) => term)
    for (const [term, blocks] of await readPostings(looking, version, names)) {
      const weight = weights.get(term) ?? 0
      for (const [block, postings] of blocks) {
        const found = scores.get(block) ?? new Float64Array(blockSize)
        scores.set(block, found)
        eachPosting(postings, (offset, frequency, length) => {
          found[offset] = (found[offset] ?? 0) + partOf(weight, frequency, length, collection)
        })
      }
    }
  }

  const readFreely = async () => {
    const list: QueryTerm[] = []
    for (let sum = 0; waiting[0] && (list.length === 0 || sum + waiting[0].chunks <= freely); ) {
      sum += waiting[0].chunks
      list.push(...waiting.splice(0, 1))
    }
    if (list.length > 0) await read(list)
  }

  const top = async (count: number): Promise<Scored[]> => {
    if (scores.size === 0) await readFreely()
    for (;;) {
      if (waiting.length === 0) return best(scores, count)
      const candidates = best(scores, Math.max(count, rescored) + 1)
      const missing = waiting.reduce((sum, { term }) => sum + boundOf(weights.get(term) ?? 0), 0)
      // What the last of the answer has already. Who cannot reach it with all that is missing is out.
      const least = candidates[count - 1]?.score ?? 0
      const fitting = candidates.filter(({ score }) => score + missing >= least)
      if (least > missing && fitting.length <= Math.max(count, rescored)) {
        return (await rescore(fitting)).slice(0, count)
      }
      await readFreely()
    }
  }

  const rescore = async (candidates: readonly Scored[]): Promise<Scored[]> => {
    const rows = await rowsOf<{ no: number; length: number; term: string; frequency: number }>(
      tx,
      sql`select c.no, c.length, l.lexeme as term, (cardinality(l.positions)
          + ${sql.raw(String(titleWeight - 1))} * cardinality(array_positions(l.weights, 'A')))::int as frequency
        from chunks c cross join lateral unnest(c.lexemes) l
        where c.workspace_id = ${scope.workspaceId}
          and c.no = any(string_to_array(${candidates.map(({ no }) => no).join()}, ',')::int[])
          and l.lexeme = any(array(select jsonb_array_elements_text(${JSON.stringify(waiting.map(({ term }) => term))}::text::jsonb)))`,
    )
    const all = new Map(candidates.map(({ no, score }) => [no, score]))
    for (const { no, length, term, frequency } of rows) {
      all.set(no, (all.get(no) ?? 0) + partOf(weights.get(term) ?? 0, frequency, length, collection))
    }
    return [...all].map(([no, score]) => ({ no, score })).sort((a, b) => b.score - a.score || a.no - b.no)
  }

  return { collection, terms, unknown, top }
}
