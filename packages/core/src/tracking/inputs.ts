import { z } from 'zod'
import { byId, isOrdered, pageInput, unordered, windowInput, windowShape } from '../kernel/index.ts'
import { maxEvents } from './ingest.ts'

const label = z.string().trim().min(1).max(200)

export const insertBatchInput = z.strictObject({
  // Events are looked at one by one, so that a bad one is refused by itself.
  events: z.array(z.unknown()).min(1).max(maxEvents),
  sentAt: z.string().optional(),
})
export type InsertBatchInput = z.infer<typeof insertBatchInput>

const eventFilter = {
  name: label.optional(),
  step: label.optional(),
  visitId: label.optional(),
  personId: z.guid().optional(),
  /** Beginning of a name, or a whole visit, user or anonymous id. */
  search: z.string().trim().max(200).optional(),
}

export const listEventsInput = z.strictObject({ ...eventFilter, ...pageInput })
export type ListEventsInput = z.infer<typeof listEventsInput>

export const byTimeRangeInput = z.strictObject({ ...windowShape, ...pageInput }).refine(isOrdered, unordered)
export type ByTimeRangeInput = z.infer<typeof byTimeRangeInput>

export const byFunnelStepInput = z
  .strictObject({ step: label, ...windowShape, ...pageInput })
  .refine(isOrdered, unordered)
export type ByFunnelStepInput = z.infer<typeof byFunnelStepInput>

/** The last 30 days when absent. */
export const recentInput = z
  .strictObject({ from: windowShape.from.optional(), to: windowShape.to.optional() })
  .default({})
export type RecentInput = z.infer<typeof recentInput>

/** So many days back. They are kept thirty. */
export const refusedInput = z.strictObject({ days: z.int().min(1).max(30).default(1) }).prefault({})
export type RefusedInput = z.infer<typeof refusedInput>

export { windowInput }

const stepMatch = z
  .strictObject({
    event: label.optional(),
    step: label.optional(),
    properties: z.record(label, z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
  })
  .refine(match => match.event !== undefined || match.step !== undefined, {
    error: 'needs an `event` or a `step` to look for',
  })

const steps = z
  .array(z.strictObject({ name: label, match: stepMatch }))
  .min(2, { error: 'a funnel has at least two steps' })
  .max(12, { error: 'a funnel has at most twelve steps' })
  .refine(list => new Set(list.map(({ name }) => name)).size === list.length, {
    error: 'each step needs a name of its own',
  })

/** Up to 30 days. */
const windowHours = z.int().min(1).max(720)

export const createFunnelInput = z.strictObject({
  name: label,
  description: z.string().trim().max(2_000).optional(),
  steps,
  windowHours: windowHours.default(24),
})
export type CreateFunnelInput = z.infer<typeof createFunnelInput>

export const updateFunnelInput = byId.extend({
  name: label.optional(),
  description: z.string().trim().max(2_000).nullable().optional(),
  steps: steps.optional(),
  windowHours: windowHours.optional(),
})
export type UpdateFunnelInput = z.infer<typeof updateFunnelInput>

export const listFunnelsInput = z.strictObject(pageInput).prefault({})
export type ListFunnelsInput = z.infer<typeof listFunnelsInput>

export const breakdowns = ['device', 'country', 'appVersion'] as const
export type Breakdown = (typeof breakdowns)[number]

export const reportInput = byId
  .extend({ ...windowShape, breakdown: z.enum(breakdowns).optional() })
  .refine(isOrdered, unordered)
export type ReportInput = z.infer<typeof reportInput>

export const compareInput = byId.extend({ current: windowInput, baseline: windowInput })
export type CompareInput = z.infer<typeof compareInput>

/** `until`: what visits of the step have to reach; the last step unless said. */
export const seriesInput = byId
  .extend({ ...windowShape, step: label, until: label.optional() })
  .refine(isOrdered, unordered)
export type SeriesInput = z.infer<typeof seriesInput>
