import { z } from 'zod'
import { invalid } from '../../kernel/index.ts'

/** Where a list of what was found goes on. */
export interface FoundPlace {
  /** When its first page was read: what arrived later is not in it, so that no page skips or repeats. */
  asOf: Date
  /** How many were shown. */
  shown: number
  mode: 'hybrid' | 'lexical'
}

const schema = z.tuple([z.iso.datetime(), z.int().min(1).max(10_000), z.enum(['hybrid', 'lexical'])])

/** @throws DomainError `invalid` when the cursor did not come from an earlier page. */
export function readFoundPlace(cursor: string | undefined): FoundPlace | null {
  if (cursor === undefined) return null
  try {
    const [asOf, shown, mode] = schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { asOf: new Date(asOf), shown, mode }
  } catch {
    throw invalid('This cursor is not one of ours: pass back `nextCursor` unchanged, or leave it out', [
      { path: 'cursor', message: 'not a cursor' },
    ])
  }
}

export const writeFoundPlace = ({ asOf, shown, mode }: FoundPlace): string =>
  Buffer.from(JSON.stringify([asOf.toISOString(), shown, mode])).toString('base64url')
