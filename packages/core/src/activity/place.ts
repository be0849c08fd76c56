import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { invalid, type Page } from '../kernel/index.ts'

/** Where a row stands in an ascending list, and what decides between those that stand there together. */
export interface Placed {
  place: string | number
  id: string
}

const schema = z.tuple([z.union([z.string().regex(/^[^\0]*$/), z.number()]), z.guid()])

/**
 * `and …`: rows behind the last of the page before, of a list ordered by `place, id`.
 * @throws DomainError `invalid` when the cursor did not come from an earlier page of the same order.
 */
export function behind(cursor: string | undefined, type: 'text' | 'bigint'): SQL {
  if (cursor === undefined) return sql``
  const wrong = () =>
    invalid('This cursor is not one of ours: pass back `nextCursor` unchanged, or leave it out', [
      { path: 'cursor', message: 'not a cursor of this order' },
    ])
  try {
    const [place, id] = schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if ((typeof place === 'number') !== (type === 'bigint') || (type === 'bigint' && !Number.isSafeInteger(place))) {
      throw wrong()
    }
    return sql`and (place, id) > (${String(place)}::${sql.raw(type)}, ${id}::uuid)`
  } catch {
    throw wrong()
  }
}

/** Cuts a page from rows that were selected with `limit + 1`. */
export function toPlacedPage<Row extends Placed, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(toItem),
    nextCursor: last ? Buffer.from(JSON.stringify([last.place, last.id])).toString('base64url') : null,
  }
}

/** Facts of the 30 days before a moment, and the last of all, of `x` by its column in `activity`. */
export const factsOf = (column: 'repository_id' | 'actor_id', now: Date): SQL => sql`
  (select count(*)::int from activity a where a.${sql.raw(column)} = x.id and a.superseded_at is null and a.removed_at is null
    and a.occurred_at >= ${now.toISOString()}::timestamptz - interval '720 hours' and a.occurred_at < ${now.toISOString()}::timestamptz) as facts,
  (select max(a.occurred_at) from activity a where a.${sql.raw(column)} = x.id and a.superseded_at is null
    and a.removed_at is null) as last_at`

/** How lists are ordered, all of them ascending. `name` is the caller's. */
export const placeBy = (sort: 'name' | 'active' | 'latest', name: SQL): { place: SQL; type: 'text' | 'bigint' } =>
  sort === 'name'
    ? { place: name, type: 'text' }
    : {
        place: sort === 'active' ? sql`-facts::bigint` : sql`-coalesce(extract(epoch from last_at) * 1000, 0)::bigint`,
        type: 'bigint',
      }
