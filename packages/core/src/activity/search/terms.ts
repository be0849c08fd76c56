import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'

/** As often as is counted: whatever is more frequent counts as common. */
export const common = 1_000
/** Of one query; whoever pastes a page gets its first words. */
const most = 24

/** Something that is looked for: in how many facts it stands, and what a fact that holds it is worth. */
export interface Term {
  /** As Postgres writes what is matched with `@@`. */
  query: string
  /** At most `common`. */
  facts: number
  weight: number
}

/** Who looks, and in which transaction. */
export interface Reading {
  deps: Pick<Deps, 'db' | 'clock'>
  tx: Db
  scope: Scope
}

/** Facts that can be found. */
export const ofScope = ({ workspaceId }: Scope): SQL =>
  sql`a.workspace_id = ${workspaceId} and a.superseded_at is null and a.removed_at is null`

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

/** What was common is taken to be so for a while, in milliseconds: to find it out anew takes longer than to look. */
const forAWhile = 600_000

/** Until when terms are taken to be common, by workspace and term, in this process. */
const knownCommon = new WeakMap<Db, Map<string, number>>()

/** In how many facts each stands, as far as that is counted. */
export async function countFacts({ tx, scope, deps }: Reading, queries: readonly string[]): Promise<Counted[]> {
  const known = knownCommon.get(deps.db) ?? new Map<string, number>()
  knownCommon.set(deps.db, known)
  const now = deps.clock.now().getTime()
  const keyOf = (query: string) => `${scope.workspaceId} ${query}`
  const isKnown = (query: string) => (known.get(keyOf(query)) ?? 0) > now
  const asked = queries.filter(query => !isKnown(query))
  const counted = asked.length > 0 ? await countAnew(tx, scope, asked) : []
  for (const { query, facts } of counted) {
    known.delete(keyOf(query))
    if (facts >= common) known.set(keyOf(query), now + forAWhile)
  }
  // The map's first was learnt longest ago.
  for (const oldest of known.keys()) {
    if (known.size <= 10_000) break
    known.delete(oldest)
  }
  return [
    ...queries
      .filter(isKnown)
      .filter(query => !asked.includes(query))
      .map(query => ({ query, facts: common })),
    ...counted,
  ]
}

interface Counted {
  query: string
  facts: number
}

const countAnew = (tx: Db, scope: Scope, queries: readonly string[]) =>
  rowsOf<Counted>(
    tx,
    sql`select q.query, (select count(*)::int from (select from activity a
        where ${ofScope(scope)} and a.lexemes @@ q.query::tsquery limit ${common}) found) as facts
      from jsonb_array_elements_text(${JSON.stringify(queries)}::text::jsonb) as q(query)`,
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
