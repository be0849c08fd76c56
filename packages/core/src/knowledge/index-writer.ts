import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { newId, type Scope, sha256 } from '../kernel/index.ts'
import { titleWeight } from './bm25.ts'
import type { Passage } from './chunking.ts'
import { configurationOf } from './languages.ts'
import { blockOf, blockSize, encodePostings, type Posting, withoutOffsets } from './postings.ts'

/** A document's passages, to be found from now on. */
export interface Indexable {
  documentId: string
  version: number
  title: string
  language: string
  passages: readonly Passage[]
}

/** What is embedded, and what its hash is made of. */
export const embeddedText = (title: string, headings: readonly string[], content: string): string =>
  [title, ...headings, '', content].join('\n')

/** Makes writers of a workspace's index wait for one another, which keeps its counts exact. Take it first. */
export async function lockIndex(tx: Db, { workspaceId }: Scope): Promise<void> {
  await tx.execute(sql`insert into knowledge_stats (workspace_id) values (${workspaceId}) on conflict do nothing`)
  await tx.execute(sql`select from knowledge_stats where workspace_id = ${workspaceId} for update`)
}

/** How often a lexeme of `unnest(lexemes)` stands in a chunk. */
const frequency = sql.raw(`(cardinality(positions) + ${titleWeight - 1} * cardinality(array_positions(weights, 'A')))`)
/** A chunk's terms as one text: `term<tab>frequency` in lines, which no term contains. */
const termLines = sql`string_agg(lexeme || chr(9) || ${frequency}, chr(10))`

interface Written {
  no: number
  length: number
  terms: string | null
}

function* termsIn({ terms }: Written): Generator<[term: string, frequency: number]> {
  if (!terms) return
  for (const line of terms.split('\n')) {
    const tab = line.indexOf('\t')
    yield [line.slice(0, tab), Number(line.slice(tab + 1))]
  }
}

/** A chunk's terms are worked out once: what is stored of them, how many they are, and what goes into postings. */
async function insertChunks(tx: Db, workspaceId: string, first: number, list: readonly NewChunk[]): Promise<Written[]> {
  const rows = list.map((chunk, index) => ({ ...chunk, id: newId(), no: first + index }))
  return rowsOf<Written>(
    tx,
    sql`with parsed as materialized (
        select r.*, setweight(to_tsvector(config::regconfig, title), 'A') || to_tsvector(config::regconfig, words) as lexemes
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(id uuid, document_id uuid, version int,
          position int, no int, headings text[], content text, tokens int, hash text, title text, words text, config text)),
      counted as materialized (select parsed.*, coalesce(t.length, 0) as length, t.terms from parsed
        cross join lateral (select sum(${frequency}) as length, ${termLines} as terms from unnest(lexemes)) t),
      written as (insert into chunks
          (id, workspace_id, document_id, version, position, no, headings, content, tokens, hash, lexemes, length)
        select id, ${workspaceId}::uuid, document_id, version, position, no, headings, content, tokens, hash, lexemes, length
        from counted)
      select no, length::int, terms from counted`,
  )
}

const newChunks = ({ documentId, version, title, language, passages }: Indexable) =>
  passages.map(({ headings, content, tokens }, position) => ({
    ...{ document_id: documentId, version, position, headings, content, tokens, title },
    words: [...headings, content].join('\n'),
    config: configurationOf(language),
    hash: sha256(embeddedText(title, headings, content)),
  }))
type NewChunk = ReturnType<typeof newChunks>[number]

/** Postings of written chunks by term and block. */
function postingsOf(written: readonly Written[]): Map<string, Map<number, Posting[]>> {
  const found = new Map<string, Map<number, Posting[]>>()
  for (const chunk of written) {
    const block = blockOf(chunk.no)
    for (const [term, frequency] of termsIn(chunk)) {
      const blocks = found.get(term) ?? new Map<number, Posting[]>()
      const postings = blocks.get(block) ?? []
      postings.push({ no: chunk.no, frequency, length: chunk.length })
      found.set(term, blocks.set(block, postings))
    }
  }
  return found
}

async function insertPostings(tx: Db, workspaceId: string, written: readonly Written[]): Promise<void> {
  // In the order of the tables' keys, whose pages are then touched one after the other.
  const found = [...postingsOf(written)].sort(([a], [b]) => (a < b ? -1 : 1))
  const terms = found.map(([term, blocks]) => ({
    term,
    n: [...blocks.values()].reduce((n, list) => n + list.length, 0),
  }))
  const blocks = found.flatMap(([term, byBlock]) =>
    [...byBlock].map(([block, list]) => ({ term, block, bytes: encodePostings(list).toString('base64') })),
  )
  await tx.execute(sql`insert into knowledge_terms (workspace_id, term, chunks)
    select ${workspaceId}::uuid, term, n from jsonb_to_recordset(${JSON.stringify(terms)}::text::jsonb) as r(term text, n int)
    on conflict (workspace_id, term) do update set chunks = knowledge_terms.chunks + excluded.chunks`)
  await tx.execute(sql`insert into knowledge_postings (workspace_id, term, block, postings)
    select ${workspaceId}::uuid, term, block, decode(bytes, 'base64')
    from jsonb_to_recordset(${JSON.stringify(blocks)}::text::jsonb) as r(term text, block int, bytes text)
    on conflict (workspace_id, term, block) do update
      set postings = knowledge_postings.postings || excluded.postings`)
}

const lengthOf = (written: readonly Written[]) => written.reduce((sum, { length }) => sum + length, 0)

/** Writes chunks and what finds them. The caller holds `lockIndex`. */
export async function addToIndex(tx: Db, { workspaceId }: Scope, list: readonly Indexable[]): Promise<void> {
  const all = list.flatMap(newChunks)
  const [stats] = await rowsOf<{ next: number }>(
    tx,
    sql`update knowledge_stats set next_no = next_no + ${all.length}
      where workspace_id = ${workspaceId} returning next_no as next`,
  )
  if (!stats) throw new Error('The index was not locked')
  let length = 0
  for (let no = stats.next - all.length; no < stats.next; ) {
    // One block at a time, so that its rows are written once.
    const batch = all.splice(0, blockSize - (no % blockSize))
    const written = await insertChunks(tx, workspaceId, no, batch)
    await insertPostings(tx, workspaceId, written)
    length += lengthOf(written)
    no += batch.length
  }
  const languages = [...new Set(list.map(({ language }) => language))]
  await tx.execute(sql`update knowledge_stats set chunks = chunks + ${list.reduce((n, { passages }) => n + passages.length, 0)},
      length = length + ${length}, languages = array(
        select distinct unnest(languages || array(select jsonb_array_elements_text(${JSON.stringify(languages)}::text::jsonb))))
    where workspace_id = ${workspaceId}`)
}

/** Takes documents' chunks away, and what found them. The caller holds `lockIndex`. */
export async function removeFromIndex(tx: Db, { workspaceId }: Scope, documentIds: readonly string[]): Promise<void> {
  const gone = await rowsOf<Written>(
    tx,
    sql`delete from chunks where workspace_id = ${workspaceId}
        and document_id = any(string_to_array(${documentIds.join()}, ',')::uuid[])
      returning no, length, (select ${termLines} from unnest(lexemes)) as terms`,
  )
  if (gone.length === 0) return
  await tx.execute(sql`delete from chunk_codes where workspace_id = ${workspaceId}
    and no = any(string_to_array(${gone.map(({ no }) => no).join()}, ',')::int[])`)
  await removePostings(tx, workspaceId, gone)
  await tx.execute(sql`update knowledge_stats set chunks = chunks - ${gone.length}, length = length - ${lengthOf(gone)}
    where workspace_id = ${workspaceId}`)
}

async function removePostings(tx: Db, workspaceId: string, gone: readonly Written[]): Promise<void> {
  const found = [...postingsOf(gone)]
  const offsets = new Map<string, ReadonlySet<number>>()
  const named = found.flatMap(([term, blocks]) =>
    [...blocks].map(([block, list]) => {
      offsets.set(`${block} ${term}`, new Set(list.map(({ no }) => no % blockSize)))
      return { term, block }
    }),
  )
  const rows = await rowsOf<{ term: string; block: number; bytes: string }>(
    tx,
    sql`select p.term, p.block, encode(p.postings, 'base64') as bytes from knowledge_postings p
      join jsonb_to_recordset(${JSON.stringify(named)}::text::jsonb) as r(term text, block int)
        on p.term = r.term and p.block = r.block
      where p.workspace_id = ${workspaceId}`,
  )
  const kept = rows.map(({ term, block, bytes }) => ({
    ...{ term, block },
    bytes: withoutOffsets(Buffer.from(bytes, 'base64'), offsets.get(`${block} ${term}`) ?? new Set()).toString(
      'base64',
    ),
  }))
  await tx.execute(sql`update knowledge_postings p set postings = decode(r.bytes, 'base64')
    from jsonb_to_recordset(${JSON.stringify(kept)}::text::jsonb) as r(term text, block int, bytes text)
    where p.workspace_id = ${workspaceId} and p.term = r.term and p.block = r.block`)
  const terms = JSON.stringify(
    found.map(([term, blocks]) => ({ term, n: [...blocks.values()].reduce((n, list) => n + list.length, 0) })),
  )
  const emptied = JSON.stringify(kept.filter(({ bytes }) => bytes === '').map(({ term, block }) => ({ term, block })))
  await tx.execute(sql`delete from knowledge_postings p
    using jsonb_to_recordset(${emptied}::text::jsonb) as r(term text, block int)
    where p.workspace_id = ${workspaceId} and p.term = r.term and p.block = r.block`)
  await tx.execute(sql`update knowledge_terms t set chunks = t.chunks - r.n
    from jsonb_to_recordset(${terms}::text::jsonb) as r(term text, n int)
    where t.workspace_id = ${workspaceId} and t.term = r.term`)
  await tx.execute(sql`delete from knowledge_terms t
    using jsonb_to_recordset(${terms}::text::jsonb) as r(term text, n int)
    where t.workspace_id = ${workspaceId} and t.term = r.term and t.chunks <= 0`)
}
