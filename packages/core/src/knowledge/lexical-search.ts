import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Scope } from '../kernel/index.ts'
import { best, type Scored } from './best.ts'
import { boundOf, type Collection, partOf, type QueryTerm, titleWeight, weightOf } from './bm25.ts'
import { configurationOf } from './languages.ts'
import { blockSize, eachPosting } from './postings.ts'

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
  const [stats] = await rowsOf<{ chunks: number; length: string; languages: string[] }>(
    tx,
    sql`select chunks, length, languages from knowledge_stats where workspace_id = ${workspaceId}`,
  )
  const chunks = stats?.chunks ?? 0
  const configurations = [...new Set((stats?.languages ?? []).map(configurationOf))]
  const collection = { chunks, averageLength: chunks > 0 ? Number(stats?.length) / chunks : 1 }
  if (chunks === 0) return { collection, terms: [], unknown: [] }
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
    terms: terms.filter(({ chunks: found }) => found > 0),
    unknown: terms.filter(({ chunks: found }) => found === 0),
  }
}

/**
 * Scores by BM25. Rare terms choose the candidates: once no chunk without them can come into the answer any more, the
 * common ones are only looked up for those, so that a query of common words stays fast and exact.
 */
export async function searchLexically(tx: Db, scope: Scope, query: string): Promise<LexicalSearch> {
  const { collection, terms, unknown } = await readQuery(tx, scope, query)
  const weights = new Map(terms.map(term => [term.term, weightOf(term, collection)]))
  const scores = new Map<number, Float64Array>()
  const waiting = [...terms]

  const read = async (list: readonly QueryTerm[]) => {
    const rows = await rowsOf<{ term: string; block: number; postings: Uint8Array }>(
      tx,
      sql`select term, block, postings from knowledge_postings
        where workspace_id = ${scope.workspaceId}
          and term = any(array(select jsonb_array_elements_text(${JSON.stringify(list.map(({ term }) => term))}::text::jsonb)))`,
    )
    for (const { term, block, postings } of rows) {
      const weight = weights.get(term) ?? 0
      const found = scores.get(block) ?? new Float64Array(blockSize)
      scores.set(block, found)
      const add = (offset: number, frequency: number, length: number) => {
        found[offset] = (found[offset] ?? 0) + partOf(weight, frequency, length, collection)
      }
      eachPosting(postings, add)
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
