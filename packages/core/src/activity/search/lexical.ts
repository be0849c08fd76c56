import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { moments } from '../../kernel/index.ts'
import { common, countFacts, ofScope, type Reading } from './term-counts.ts'
import type { Term } from './terms.ts'

/** As many facts as are looked at for their rare terms. */
const freely = common

/** A fact and how well it fits, from 0 to 1. */
export interface Scored {
  id: string
  score: number
}

export interface Looking extends Reading {
  /** What else facts have to be. */
  filter: SQL
  /** By when facts are old or new. */
  asOf: Date
  count: number
}

/**
 * The share of the query's weight that a fact holds. Of those that hold as much the newer one comes first: what is
 * three months old has lost half of a tenth.
 */
function scoreOf(terms: readonly Term[], asOf: Date): SQL {
  const all = terms.reduce((sum, { weight }) => sum + weight, 0)
  const parts = terms.map(({ query, weight }) => sql`(a.lexemes @@ ${query}::tsquery)::int * ${weight / all}::float8`)
  return sql`(${sql.join(parts, sql` + `)})
    * (0.9 + 0.1 * power(0.5, greatest(0, extract(epoch from ${moments(asOf)} - a.occurred_at)) / (90 * 86400.0)))`
}

const anyOf = (terms: readonly Term[]) => terms.map(({ query }) => `(${query})`).join(' | ')
const allOf = (terms: readonly Term[]) => terms.map(({ query }) => `(${query})`).join(' & ')

/** The best of those that match, each of which is looked at: they have to be few. */
const bestOf = (
  { tx, scope, filter, asOf, count }: Looking,
  terms: readonly Term[],
  query: string,
): Promise<Scored[]> =>
  rowsOf<Scored>(
    tx,
    sql`with a as materialized (select a.id, a.occurred_at, a.lexemes from activity a
        where ${ofScope(scope)} and a.lexemes @@ ${query}::tsquery ${filter})
      select a.id, ${scoreOf(terms, asOf)} as score from a order by score desc, a.occurred_at desc, a.id desc limit ${count}`,
  )

/**
 * The newest of those that match, of which there are many: read from the newest fact back until there are enough. The
 * operator's function, unlike the operator, does not tempt the planner to the index of lexemes.
 */
const newestOf = (
  { tx, scope, filter, asOf, count }: Looking,
  terms: readonly Term[],
  query: string,
): Promise<Scored[]> =>
  rowsOf<Scored>(
    tx,
    sql`with a as materialized (select a.id, a.occurred_at, a.lexemes from activity a
        where ${ofScope(scope)} and ts_match_vq(a.lexemes, ${query}::tsquery) ${filter}
        order by a.occurred_at desc, a.id desc limit ${count})
      select a.id, ${scoreOf(terms, asOf)} as score from a order by score desc, a.occurred_at desc, a.id desc`,
  )

/**
 * Facts by the words of a query. Rare terms choose whom to look at, and all of them are scored; where all terms are
 * common, what holds every one comes newest first, and then what holds the rarest of them.
 */
export async function searchByWords(looking: Looking, terms: readonly Term[]): Promise<Scored[]> {
  const [rarest] = terms
  if (!rarest) return []
  if (rarest.facts < common) {
    let sum = 0
    const rare = terms.filter(({ facts }, index) => {
      sum += facts
      return facts < common && (index === 0 || sum <= freely)
    })
    return bestOf(looking, terms, anyOf(rare))
  }
  const every = allOf(terms)
  const [together] = await countFacts(looking, [every])
  const many = (together?.facts ?? 0) >= common
  const whole = await (many ? newestOf : bestOf)(looking, terms, every)
  if (whole.length >= looking.count || terms.length === 1) return whole
  const known = new Set(whole.map(({ id }) => id))
  const rest = await newestOf(looking, terms, rarest.query)
  return [...whole, ...rest.filter(({ id }) => !known.has(id))].slice(0, looking.count)
}
