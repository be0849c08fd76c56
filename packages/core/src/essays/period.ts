import { workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { addDays, type Deps, daysBetween, localDay, notFound, type Scope, startOfDay } from '../kernel/index.ts'
import type { EssayFilters } from './filters.ts'

/** Whole days of a time zone, and the half-open span of time that they are. */
export interface DayRange {
  /** The first day, such as 2026-03-01. */
  from: string
  /** The last day, which belongs to it. */
  to: string
  days: number
  start: Date
  end: Date
}

export interface Periods {
  timezone: string
  /** Whether that is the workspace's own zone, whose days are counted beforehand. */
  atHome: boolean
  current: DayRange
  /** The same number of days directly before. */
  previous: DayRange
}

const presetDays = { '7d': 7, '30d': 30, '90d': 90 } as const

function rangeOf(from: string, to: string, timeZone: string): DayRange {
  const days = daysBetween(from, to).length
  return { from, to, days, start: startOfDay(from, timeZone), end: startOfDay(addDays(to, 1), timeZone) }
}

/** The days that filters mean, by a clock, in the workspace's zone where the filters name none. */
export function periodsIn(filters: EssayFilters, home: string, now: Date): Periods {
  const { preset = '30d', from, to, timezone = home } = filters
  const today = localDay(now, timezone)
  const first = preset === 'ytd' ? `${today.slice(0, 4)}-01-01` : addDays(today, 1 - presetDays[preset])
  const current = rangeOf(from ?? first, to ?? today, timezone)
  const previous = rangeOf(addDays(current.from, -current.days), addDays(current.from, -1), timezone)
  return { timezone, atHome: timezone === home, current, previous }
}

/** The same for the workspace of a scope, now. */
export async function periodsOf(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  filters: EssayFilters,
): Promise<Periods> {
  const [row] = await db.select({ zone: workspaces.timeZone }).from(workspaces).where(eq(workspaces.id, workspaceId))
  if (!row) throw notFound('This workspace')
  return periodsIn(filters, row.zone, clock.now())
}
