import { z } from 'zod'
import { byId, days, isOrdered, pageInput, unordered, windowInput, windowShape } from '../kernel/index.ts'

export const issueStatuses = [
  'open',
  'diagnosed',
  'fixing',
  'fixed',
  'measuring',
  'verified',
  'closed',
  'false_alarm',
] as const
export const severities = ['low', 'medium', 'high', 'critical'] as const

const issueFilters = z.strictObject({
  severity: z.enum(severities).optional(),
  funnelId: z.guid().optional(),
  /** Null: those that nobody has taken on. */
  assigneeId: z.guid().nullable().optional(),
  /** Part of a title, funnel or step, or a number such as 41 or #41. */
  search: z.string().trim().max(200).optional(),
})
export type IssueFilters = z.infer<typeof issueFilters>

export const listIssuesInput = issueFilters
  .extend({
    status: z.enum(issueStatuses).optional(),
    /** True: all that are not verified, closed or false alarms; false: only those. */
    open: z.boolean().optional(),
    ...pageInput,
  })
  .prefault({})
export type ListIssuesInput = z.infer<typeof listIssuesInput>

export const countIssuesInput = issueFilters.prefault({})

export const createIssueInput = z.strictObject({
  title: z.string().trim().min(1).max(300),
  funnelId: z.guid(),
  step: z.string().trim().min(1).max(200),
  severity: z.enum(severities).default('medium'),
  note: z.string().trim().max(4_000).optional(),
})
export type CreateIssueInput = z.infer<typeof createIssueInput>

export const setStatusInput = byId.extend({
  status: z.enum(issueStatuses),
  note: z.string().trim().max(4_000).optional(),
})
export type SetStatusInput = z.infer<typeof setStatusInput>

export const assignInput = byId.extend({ assigneeId: z.guid().nullable() })
export type AssignInput = z.infer<typeof assignInput>

const words = z.string().trim().min(1).max(2_000)

export const setDiagnosisInput = byId.extend({
  diagnosis: z.strictObject({
    rootCause: words,
    explanation: z.string().trim().max(10_000).default(''),
    actions: z.array(words).max(20).default([]),
  }),
})
export type SetDiagnosisInput = z.infer<typeof setDiagnosisInput>

export const detectInput = z
  .strictObject({
    funnelId: z.guid().optional(),
    /** Scan as if it were this time. */
    now: z.iso
      .datetime({ offset: true })
      .transform(text => new Date(text))
      .optional(),
    current: windowInput.optional(),
    baseline: windowInput.optional(),
  })
  .refine(({ current, baseline }) => (current === undefined) === (baseline === undefined), {
    error: 'give both windows or neither',
    path: ['baseline'],
  })
  .prefault({})
export type DetectInput = z.infer<typeof detectInput>

/** The longest time that a chart of an issue shows: each hour of it is compared with seven days before it. */
const longestSeries = days(8)

export const issueSeriesInput = byId
  .extend(windowShape)
  .refine(isOrdered, unordered)
  .refine(({ from, to }) => to.getTime() - from.getTime() <= longestSeries, {
    error: 'at most eight days',
    path: ['from'],
  })
export type IssueSeriesInput = z.infer<typeof issueSeriesInput>
