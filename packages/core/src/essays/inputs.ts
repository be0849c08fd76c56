import type { EssayItemStatus, EssaySatisfaction, EssayTurnaround } from '@quarterdeck/db'
import { z } from 'zod'
import { pageInput } from '../kernel/index.ts'
import { filtersInput } from './filters.ts'

export const turnarounds = ['standard', 'express', 'urgent'] as const satisfies EssayTurnaround[]
export const essayStatuses = ['unassigned', 'assigned', 'completed', 'cancelled'] as const satisfies EssayItemStatus[]
export const satisfactions = ['E+', 'E', 'E-'] as const satisfies EssaySatisfaction[]

/** What a list of items may be ordered by. */
export const essaySorts = ['submittedAt', 'revenue', 'rating', 'wordCount', 'timeRemainingHours', 'draft'] as const

const word = z.string().trim().min(1).max(200)

export const listEssaysInput = z
  .strictObject({
    filters: filtersInput,
    /** Part of an item's or student's id, channel or location. */
    search: z.string().trim().max(200).optional(),
    /** Null: those without one. */
    studentId: word.nullable().optional(),
    location: word.nullable().optional(),
    satisfaction: z.enum(satisfactions).nullable().optional(),
    /** True: late; false: on time. */
    late: z.boolean().optional(),
    sort: z.enum(essaySorts).default('submittedAt'),
    direction: z.enum(['asc', 'desc']).default('desc'),
    ...pageInput,
  })
  .prefault({})
export type ListEssaysInput = z.infer<typeof listEssaysInput>

export const essayFacetsInput = z.strictObject({ filters: filtersInput }).prefault({})
export type EssayFacetsInput = z.infer<typeof essayFacetsInput>

/** Rows of an import at most in one call. */
export const mostRows = 1_000

export const importEssaysInput = z.strictObject({
  /** In any of the spellings that `read-row.ts` knows: checked one by one, so that a bad one is refused alone. */
  rows: z.array(z.unknown()).min(1).max(mostRows),
  /** What a row's `revenue` is in: `major` as in 12.50, `minor` as in 1250. */
  revenueUnit: z.enum(['major', 'minor']).default('major'),
  /** Of rows that name none. */
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, { error: 'must be an ISO 4217 code such as USD' })
    .default('USD'),
})
export type ImportEssaysInput = z.infer<typeof importEssaysInput>
