import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { common, countFacts, type Reading } from './term-counts.ts'

/** Of one query; whoever pastes a page gets its first words. */
const most = 24

/** Something that is looked for: in how many facts it stands, and what a fact that holds it is worth. */
export interface Term {
  /** As Postgres writes what is matched with `@@`. */
  query: string
  /** At most `common`, as `countFacts` has it. */
  facts: number
  weight: number
}

const quoted = (lexeme: string) => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`

/** What looks like the beginning of a sha: seven hexadecimal digits, or four with a figure and a letter among them. */
const isSha = (token: string) =>
  /^[0-9a-f]{4,40}$/.test(token) && (token.length >= 7 || (/\d/.test(token) && /[a-f]/.test(token)))

/** The lexemes of each token, taken apart as facts are. */
const takeApart = (tx: Db, tokens: readonly string[]) =>
  rowsOf<{ token: string; lexemes: string[] }>(
    tx,
    sql`select token, to_jsonb(tsvector_to_array(activity_lexemes(token, null, '{}'))) as lexemes
      from jsonb_array_elements_text(${JSON.stringify(tokens)}::text::jsonb) as token`,
  )

/** The terms as they are written, each once, in their order. `#41` is that number, and 41 where a text has it. */
async function readQueries(tx: Db, text: string): Promise<string[]> {
  const tokens = text.split(/\s+/).filter(Boolean)
  const found = new Set<string>()
  for (const { token, lexemes } of await takeApart(tx, tokens)) {
    const number = /^[([]*(#\d+)/.exec(token)?.[1]
    if (number) found.add(quoted(number))
    const sha = token.toLowerCase()
    if (isSha(sha)) found.add(`${quoted(sha)} | ${quoted(`sha:${sha}`)}:*`)
    else for (const lexeme of lexemes) found.add(quoted(lexeme))
  }
  return [...found].slice(0, most)
}

/**
 * What a query looks for. A word that stands nowhere is taken for the beginning of one.
 * @returns terms that stand somewhere, rarest first.
 */
export async function readTerms(reading: Reading, text: string): Promise<Term[]> {
  const counted = await countFacts(reading, await readQueries(reading.tx, text))
  const begun = counted
    .filter(({ query, facts }) => facts === 0 && /^'[^#'].{2,}'$/.test(query))
    .map(({ query }) => `${query}:*`)
  const there = [...counted, ...(await countFacts(reading, begun))]
  return there
    .filter(({ facts }) => facts > 0)
    .map(({ query, facts }) => ({ query, facts, weight: Math.log(1 + (50 * common) / facts) }))
    .sort((a, b) => a.facts - b.facts)
}
