import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'

/** A half-open span of time: `from` belongs to it, `to` does not. */
export interface Window {
  from: Date
  to: Date
}

/** A moment in ISO 8601, read into a `Date`. */
export const moment = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time, such as 2026-01-31T12:00:00Z' })
  .transform(text => new Date(text))

/** `{from, to}` in ISO 8601, `from` before `to`. */
export const windowShape = { from: moment, to: moment }
export const isOrdered = ({ from, to }: Window): boolean => from < to
export const unordered = { error: '`from` must be before `to`', path: ['to'] }
export const windowInput = z.strictObject(windowShape).refine(isOrdered, unordered)

/** A moment as a parameter of hand-written SQL: the two drivers take dates differently, text they take alike. */
export const moments = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`

export const hours = (count: number): number => count * 3_600_000
export const minutes = (count: number): number => count * 60_000
export const days = (count: number): number => count * 86_400_000
export const earlier = (at: Date, milliseconds: number): Date => new Date(at.getTime() - milliseconds)
export const later = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds)
