import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { invalid, type Page } from '../kernel/index.ts'
import { type ItemRow, toItemDto } from './item-rows.ts'
import type { EssayItemDto } from './model.ts'

/** What a list is ordered by: an expression of items as `i`, never null, and its type. Ties go by id. */
export interface Order {
  by: SQL
  type: 'timestamptz' | 'numeric'
  direction: 'asc' | 'desc'
}

/** The last row's sort value, as text that the type reads, and its id. */
const cursorSchema = z.tuple([z.string().max(60), z.guid()])

function readPlace(cursor: string): [string, string] {
  try {
    const [value, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (!/^-?[\d.]+$|^-?infinity$|^\d{4}-[\dT:. +-]+$/i.test(value)) throw new Error('no value')
    return [value, id]
  } catch {
    throw invalid('This cursor is not one of ours: pass back `nextCursor` unchanged, or leave it out', [
      { path: 'cursor', message: 'not a cursor' },
    ])
  }
}

/** The condition that a page begins after, its order, and the value that the next page begins after. */
export function placed({ by, type, direction }: Order, cursor: string | undefined) {
  const kind = sql.raw(type)
  const way = sql.raw(direction)
  const place = cursor === undefined ? null : readPlace(cursor)
  const sign = sql.raw(direction === 'asc' ? '>' : '<')
  return {
    after: place ? sql`(${by}, i.id) ${sign} (${place[0]}::text::${kind}, ${place[1]}::uuid)` : sql`true`,
    // As the indexes have it: Postgres does not look whether a column can be null at all.
    order: sql`${by} ${way} nulls last, i.id ${way} nulls last`,
    place: sql`(${by})::text as place`,
  }
}

export function toItemPage(rows: (ItemRow & { place: string })[], limit: number): Page<EssayItemDto> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: shown.map(({ place: _, ...row }) => toItemDto(row)),
    nextCursor: more ? Buffer.from(JSON.stringify([last.place, last.id])).toString('base64url') : null,
  }
}
