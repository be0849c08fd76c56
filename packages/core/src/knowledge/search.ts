import { type Db, type DocumentType, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { partOf, type QueryTerm, titleWeight, weightOf } from './bm25.ts'
import { type Ranked, rankTogether } from './fusion.ts'
import type { SearchInput } from './inputs.ts'
import { type LexicalSearch, searchLexically } from './lexical-search.ts'
import type { MatchedTerm, SearchHit, SearchResult } from './model.ts'
import { embedQuery, searchByVector, type VectorSearch } from './vector-search.ts'

/** Chunks that are looked at first; eight times as many each time that filters or documents leave too few. */
const atFirst = 64

interface Row {
  no: number
  chunk_id: string
  document_id: string
  title: string
  type: DocumentType
  url: string | null
  headings: string[]
  content: string
  length: number
  terms: { term: string; frequency: number }[] | null
}

function fitting({ type, tags, activeOnly }: SearchInput): SQL {
  const parts = [
    activeOnly ? sql`and d.active` : sql``,
    type ? sql`and d.type = ${type}` : sql``,
    tags?.length
      ? sql`and d.tags @> array(select jsonb_array_elements_text(${JSON.stringify(tags)}::text::jsonb))`
      : sql``,
  ]
  return sql.join(parts, sql` `)
}

/** Those of the ranked chunks that the filters let through, in order, one a document unless passages are asked for. */
async function choose(tx: Db, scope: Scope, input: SearchInput, ranked: readonly Ranked[]): Promise<Ranked[]> {
  const rows = await rowsOf<{ no: number; document_id: string }>(
    tx,
    // The few chunks first: a planner that knows nothing yet of a new library may begin with all its documents.
    sql`with found as materialized (select no, document_id from chunks where workspace_id = ${scope.workspaceId}
        and no = any(string_to_array(${ranked.map(({ no }) => no).join()}, ',')::int[]))
      select found.no, found.document_id from found join documents d on d.id = found.document_id
      where d.workspace_id = ${scope.workspaceId} ${fitting(input)}`,
  )
  const documents = new Map(rows.map(({ no, document_id: id }) => [no, id]))
  const seen = new Set<string>()
  const chosen: Ranked[] = []
  for (const found of ranked) {
    const document = documents.get(found.no)
    if (!document || (!input.passages && seen.has(document))) continue
    seen.add(document)
    chosen.push(found)
    if (chosen.length === input.limit) break
  }
  return chosen
}

async function readHits(tx: Db, scope: Scope, chosen: readonly Ranked[], lexical: LexicalSearch): Promise<SearchHit[]> {
  const terms = JSON.stringify(lexical.terms.map(({ term }) => term))
  const rows = await rowsOf<Row>(
    tx,
    sql`select c.no, c.id as chunk_id, c.document_id, d.title, d.type, d.url, to_jsonb(c.headings) as headings,
        c.content, c.length, (select jsonb_agg(jsonb_build_object('term', lexeme, 'frequency', cardinality(positions)
            + ${sql.raw(String(titleWeight - 1))} * cardinality(array_positions(weights, 'A'))))
          from unnest(c.lexemes)
          where lexeme = any(array(select jsonb_array_elements_text(${terms}::text::jsonb)))) as terms
      from chunks c join documents d on d.id = c.document_id
      where c.workspace_id = ${scope.workspaceId}
        and c.no = any(string_to_array(${chosen.map(({ no }) => no).join()}, ',')::int[])`,
  )
  const byNo = new Map(rows.map(row => [row.no, row]))
  return chosen.flatMap(({ no, score, parts }) => {
    const row = byNo.get(no)
    if (!row) return []
    const matched = matchedTerms(row, lexical)
    const coverage = coverageOf(matched, lexical)
    return {
      ...{ documentId: row.document_id, chunkId: row.chunk_id, title: row.title, type: row.type, url: row.url },
      ...{ headings: row.headings, passage: row.content, score, parts, matched, coverage },
    }
  })
}

function matchedTerms({ terms, length }: Row, lexical: LexicalSearch): MatchedTerm[] {
  const found = new Map(terms?.map(({ term, frequency }) => [term, frequency]))
  return lexical.terms
    .flatMap(queried => {
      const frequency = found.get(queried.term)
      if (!frequency) return []
      const { collection } = lexical
      return { term: queried.term, score: partOf(weightOf(queried, collection), frequency, length, collection) }
    })
    .sort((a, b) => b.score - a.score)
}

/** As if there were at least so many chunks: among few, how rare a word is says nothing. */
const enoughToTell = 1_000

function coverageOf(matched: readonly MatchedTerm[], { collection, terms, unknown }: LexicalSearch): number {
  const chunks = Math.max(collection.chunks, enoughToTell)
  const worth = (term: QueryTerm) => weightOf({ ...term, times: 1 }, { ...collection, chunks })
  const there = new Set(matched.map(({ term }) => term))
  const sum = (list: readonly QueryTerm[]) => list.reduce((total, term) => total + worth(term), 0)
  const all = sum(terms) + sum(unknown)
  return all > 0 ? sum(terms.filter(({ term }) => there.has(term))) / all : 0
}

/**
 * Finds passages by the words of a query and, where embeddings are to be had, by its meaning. Filters are exact: what
 * they leave out takes nobody's place.
 */
export async function searchKnowledge(deps: Deps, scope: Scope, input: SearchInput): Promise<SearchResult> {
  const vector = await embedQuery(deps, input.query)
  // One look at one state of the index, whatever is re-indexed meanwhile.
  return deps.db.transaction(
    async tx => {
      const lexical = await searchLexically({ deps, tx, scope }, input.query)
      const byVector = vector && (await searchByVector(tx, scope, vector))
      const chosen = await findEnough(tx, scope, input, lexical, byVector)
      const items = chosen.length > 0 ? await readHits(tx, scope, chosen, lexical) : []
      return { mode: byVector ? 'hybrid' : 'lexical', items }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

async function findEnough(
  tx: Db,
  scope: Scope,
  input: SearchInput,
  lexical: LexicalSearch,
  byVector: VectorSearch | null,
): Promise<Ranked[]> {
  for (let count = Math.max(atFirst, input.limit); ; count *= 8) {
    const words = await lexical.top(count)
    const meanings = byVector ? await byVector.top(count) : []
    const ranked = rankTogether(words, byVector ? meanings : null)
    if (ranked.length === 0) return []
    const chosen = await choose(tx, scope, input, ranked)
    const isAll = words.length < count && (!byVector || meanings.length < count)
    if (isAll || chosen.length >= input.limit) return chosen
  }
}
