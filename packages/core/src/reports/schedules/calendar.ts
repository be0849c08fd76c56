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

/** The midnight that is next, and what is told of then. */
export interface Pending {
  at: Date
  /** The first day that it tells of, where that is not the calendar's: after weeks were made to begin on another day. */
  first: string | null
}

/**
 * What has become due from a midnight on, oldest first, and the midnight that is next.
 * @param pending the first that is not dealt with.
 */
export function duesUntil(
  kind: ScheduledKind,
  pending: Pending,
  now: Date,
  almanac: Almanac,
): { dues: Due[]; missed: number; nextAt: Date } {
  const dues: Due[] = []
  let { at, first } = pending
  for (; at <= now; at = nextDue(kind, at, almanac)) {
    dues.push(
      first ? { localDate: first, from: startOfDay(first, almanac.timeZone), to: at } : dueAt(kind, at, almanac),
    )
    first = null
  }
  const kept = dues.slice(-catchUp[kind])
  return { dues: kept, missed: dues.length - kept.length, nextAt: at }
}

/** The first day that no report has told of yet: the one that a pending one begins with. */
export const firstUntold = (kind: ScheduledKind, { at, first }: Pending, almanac: Almanac): string =>
  first ?? dueAt(kind, at, almanac).localDate

/**
 * What is next from the first day that no report has told of, by a calendar that may be another than before. So no date
 * is left out, and none comes twice: where weeks begin on another day from now on, one of them has six or eight days.
 */
export function pendingFrom(kind: ScheduledKind, first: string, { timeZone, weekStart }: Almanac): Pending {
  if (kind === 'daily') return { at: startOfDay(addDays(first, 1), timeZone), first: null }
  // The begin of a week that is nearest to seven days on.
  const end = weekOf(addDays(first, 10), weekStart)
  return { at: startOfDay(end, timeZone), first: addDays(first, 7) === end ? null : first }
}

/**
 * What is next for somebody who had none pending: what was pending when they stopped, if it has not ended yet, else the
 * day or week that runs.
 * @param untold the first day that no report had told of then; null: they never had one.
 */
export function pendingAnew(kind: ScheduledKind, untold: string | null, now: Date, almanac: Almanac): Pending {
  const resumed = untold ? pendingFrom(kind, untold, almanac) : null
  return resumed && resumed.at > now ? resumed : { at: nextDue(kind, now, almanac), first: null }
}

/** What becomes due within the minute of a moment; null if nothing does. */
export function dueInMinute(kind: ScheduledKind, at: Date, almanac: Almanac): Due | null {
  const minute = Math.floor(at.getTime() / 60_000) * 60_000
  const next = nextDue(kind, new Date(minute - 1), almanac)
  return next.getTime() < minute + 60_000 ? dueAt(kind, next, almanac) : null
}
