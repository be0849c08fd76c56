import type { Inputs } from '../../data/api.ts'
import { compact, oneOf, type RawSearch, text } from '../../url/params.ts'

export type Filters = NonNullable<Extract<Inputs['dashboards']['overview'], object>['filters']>

/** The ready-made periods, whole days that end with today. */
export const presets = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  ytd: 'This year',
} as const
export type Preset = keyof typeof presets
export const presetNames = ['7d', '30d', '90d', 'ytd'] as const satisfies Preset[]

export const turnarounds = { standard: 'Standard', express: 'Express', urgent: 'Urgent' } as const
export const turnaroundNames = ['standard', 'express', 'urgent'] as const

export const statuses = {
  unassigned: 'Unassigned',
  assigned: 'Assigned',
  completed: 'Completed',
  cancelled: 'Cancelled',
} as const
export const statusNames = ['unassigned', 'assigned', 'completed', 'cancelled'] as const

export const customerTypes = { single: 'Single draft', multi: 'Multi-draft' } as const
export const customerTypeNames = ['single', 'multi'] as const

export const draftNames = ['1', '2', '3', '4', '5+'] as const
export const draftName = (draft: string) => `Draft ${draft}`

/** A day of the calendar such as 2026-01-31. */
export function readDay(raw: unknown): string | undefined {
  const day = text(raw, 10)
  if (!day || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined
}

/** The longest span of days that the server takes. */
const longest = 3_660 * 86_400_000

/** Two days in order, or nothing. */
function readDays(search: RawSearch): { from: string; to: string } | undefined {
  const [from, to] = [readDay(search.from), readDay(search.to)]
  return from && to && from <= to && Date.parse(to) - Date.parse(from) < longest ? { from, to } : undefined
}

/** The search parameters that all dashboards and the items behind them share: `p` is a ready-made period. */
export function readDashboardSearch(search: RawSearch) {
  const days = readDays(search)
  return compact({
    p: days ? undefined : oneOf(search.p, presetNames),
    from: days?.from,
    to: days?.to,
    turnaround: oneOf(search.turnaround, turnaroundNames),
    status: oneOf(search.status, statusNames),
    channel: text(search.channel),
    draft: oneOf(text(search.draft), draftNames),
    customers: oneOf(search.customers, customerTypeNames),
  })
}

export type DashboardSearch = ReturnType<typeof readDashboardSearch>

/** Only which days are meant. */
export const daysOf = ({ p, from, to }: DashboardSearch): DashboardSearch => compact({ p, from, to })

/** The same in the server's words. */
export function toFilters({ p, from, to, turnaround, status, channel, draft, customers }: DashboardSearch): Filters {
  return compact({
    preset: from ? undefined : (p ?? '30d'),
    from,
    to,
    turnaround,
    status,
    channel,
    draft,
    customerType: customers,
  })
}

/** Whether something besides the days is chosen. */
export const isFiltered = ({ turnaround, status, channel, draft, customers }: DashboardSearch): boolean =>
  [turnaround, status, channel, draft, customers].some(value => value !== undefined)
