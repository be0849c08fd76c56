import { addDays, localDay, startOfDay } from '../../kernel/index.ts'
import { type WeekStart, weekOf } from '../span.ts'

// When reports are due, by the calendar of whoever reads them. Nothing here knows a database or the time.

export type ScheduledKind = 'daily' | 'weekly'

/** What somebody's calendar depends on. */
export interface Almanac {
  /** IANA. */
  timeZone: string
  weekStart: WeekStart
}

/** One report that is due: at `to`, about the half-open span before it. */
export interface Due {
  /** The day, or the week's first day. */
  localDate: string
  from: Date
  to: Date
}

/** How many missed reports are made up for after a time in which nothing ran; older ones nobody would read. */
export const catchUp: Readonly<Record<ScheduledKind, number>> = { daily: 7, weekly: 2 }

const justBefore = (at: Date): Date => new Date(at.getTime() - 1)

/** The first local midnight after a moment that begins a day, or a week. */
export function nextDue(kind: ScheduledKind, after: Date, { timeZone, weekStart }: Almanac): Date {
  const length = kind === 'daily' ? 1 : 7
  const today = localDay(after, timeZone)
  const current = kind === 'daily' ? today : weekOf(today, weekStart)
  const next = startOfDay(addDays(current, length), timeZone)
  // Where clocks were set back over midnight a date came twice, and its begin may be behind us already.
  return next > after ? next : startOfDay(addDays(current, 2 * length), timeZone)
}

/**
 * What is told of at a local midnight. The day is the one of the moment before: a day that a zone left out (Samoa's 30
 * December 2011) has no report.
 */
export function dueAt(kind: ScheduledKind, at: Date, { timeZone, weekStart }: Almanac): Due {
  const localDate =
    kind === 'daily' ? localDay(justBefore(at), timeZone) : weekOf(localDay(justBefore(at), timeZone), weekStart)
  return { localDate, from: startOfDay(localDate, timeZone), to: at }
}

/**
 * What has become due from a midnight on, oldest first, and the midnight that is next.
 * @param nextAt the first that is not dealt with.
 */
export function duesUntil(
  kind: ScheduledKind,
  nextAt: Date,
  now: Date,
  almanac: Almanac,
): { dues: Due[]; missed: number; nextAt: Date } {
  const midnights: Date[] = []
  let at = nextAt
  for (; at <= now; at = nextDue(kind, at, almanac)) midnights.push(at)
  const kept = midnights.slice(-catchUp[kind])
  return {
    dues: kept.map(midnight => dueAt(kind, midnight, almanac)),
    missed: midnights.length - kept.length,
    nextAt: at,
  }
}

/**
 * The midnight that is next when somebody moves to another zone: the day, or week, that was to be told of is told of
 * still, when it has ended by the new calendar; so no date is left out, and none comes twice.
 * @param pendingAt the midnight that was next; null: the kind was off.
 */
export function rescheduled(
  kind: ScheduledKind,
  pendingAt: Date | null,
  before: Almanac,
  after: Almanac,
  now: Date,
): Date {
  // Weeks that begin on another day are other weeks: they begin with the one that runs.
  if (!pendingAt || (kind === 'weekly' && before.weekStart !== after.weekStart)) return nextDue(kind, now, after)
  const { localDate } = dueAt(kind, pendingAt, before)
  return startOfDay(addDays(localDate, kind === 'daily' ? 1 : 7), after.timeZone)
}

/** What becomes due within the minute of a moment; null if nothing does. */
export function dueInMinute(kind: ScheduledKind, at: Date, almanac: Almanac): Due | null {
  const minute = Math.floor(at.getTime() / 60_000) * 60_000
  const next = nextDue(kind, new Date(minute - 1), almanac)
  return next.getTime() < minute + 60_000 ? dueAt(kind, next, almanac) : null
}
