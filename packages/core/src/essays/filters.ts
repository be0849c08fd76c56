import { z } from 'zod'
import { timeZoneInput } from '../kernel/index.ts'

/** What stands for those that say no channel or location, in answers and in filters. */
export const unknown = 'Unknown'

export const draftBuckets = ['1', '2', '3', '4', '5+'] as const
export type DraftBucket = (typeof draftBuckets)[number]

/** Days that a filter spans at most: what a chart of days can show. */
const longest = 3_660

const date = z.iso.date({ error: 'must be a date such as 2026-01-31' })

const draft = z
  .union([z.enum(draftBuckets), z.int().min(1).max(1_000)])
  .transform((value): DraftBucket => (typeof value === 'string' ? value : (draftBuckets[value - 1] ?? '5+')))

/** The one filter of all dashboards and of the items behind them. Without days: the last 30. */
export const filtersInput = z
  .strictObject({
    preset: z.enum(['7d', '30d', '90d', 'ytd']).optional(),
    /** The first day. */
    from: date.optional(),
    /** The last day, which belongs to it. */
    to: date.optional(),
    turnaround: z.enum(['standard', 'express', 'urgent']).optional(),
    status: z.enum(['unassigned', 'assigned', 'completed', 'cancelled']).optional(),
    /** `Unknown`: items without one. */
    channel: z.string().trim().min(1).max(200).optional(),
    /** `5+`: the fifth and all later ones. */
    draft: draft.optional(),
    customerType: z.enum(['single', 'multi']).optional(),
    /** An IANA zone, whose days are meant; the workspace's when left out. */
    timezone: timeZoneInput.optional(),
  })
  .refine(({ preset, from, to }) => (from === undefined) === (to === undefined) && !(preset && from), {
    error: 'give `preset`, or both `from` and `to`',
    path: ['preset'],
  })
  .refine(({ from, to }) => !from || !to || from <= to, { error: '`from` must not be after `to`', path: ['to'] })
  .refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) < longest * 86_400_000, {
    error: `at most ${longest} days`,
    path: ['from'],
  })
  .prefault({})
export type EssayFilters = z.infer<typeof filtersInput>
