import { z } from 'zod'
import { invalid } from './errors.ts'

/** Fields that every list takes. Spread them into its input. */
export const pageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.int().min(1).max(200).default(50),
}

export interface Page<Item> {
  items: Item[]
  /** Pass it back as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
}

/** The last row of a page in a list ordered by a moment and an id: the next page begins after it. */
export interface Keyset {
  at: Date
  id: string
}

const keysetSchema = z.tuple([z.iso.datetime(), z.guid()])

/** @throws DomainError `invalid` when the cursor did not come from an earlier page. */
export function readCursor(cursor: string | undefined): Keyset | null {
  if (cursor === undefined) return null
  try {
    const [at, id] = keysetSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { at: new Date(at), id }
  } catch {
    throw invalid('This cursor is not one of ours: pass back `nextCursor` unchanged, or leave it out', [
      { path: 'cursor', message: 'not a cursor' },
    ])
  }
}

/** Cuts a page from rows that were selected with `limit + 1`, newest first. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  keyset: (row: Row) => Keyset,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: shown.map(toItem),
    nextCursor: more ? encodeCursor(keyset(last)) : null,
  }
}

function encodeCursor({ at, id }: Keyset): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')
}
