import { addDays, invalid, localDay, startOfDay } from '../kernel/index.ts'
import type { ReportKind } from './model.ts'

export type WeekStart = 'monday' | 'sunday'

/** The time that a report tells of: half-open, with the day that it begins on by the zone's calendar. */
export interface ReportSpan {
  from: Date
  to: Date
  timeZone: string
  localDate: string
}

/** The longest time that one report tells of, in days. */
const longest = 366

const weekday = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay()

/** The first day of the week that a day is in. */
export const weekOf = (day: string, weekStart: WeekStart): string =>
  addDays(day, -((weekday(day) + (weekStart === 'monday' ? 6 : 0)) % 7))

/** From the first moment of a day to the first moment after so many. */
export function spanOfDays(day: string, count: number, timeZone: string): ReportSpan {
  return {
    ...{ from: startOfDay(day, timeZone), to: startOfDay(addDays(day, count), timeZone) },
    ...{ timeZone, localDate: day },
  }
}

/** The last day that has a part in it. */
export const lastDay = ({ to, timeZone }: Pick<ReportSpan, 'to' | 'timeZone'>): string =>
  localDay(new Date(to.getTime() - 1), timeZone)

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

const dayOf = (text: string, timeZone: string) => (isDay(text) ? text : localDay(new Date(text), timeZone))

/** What is asked for; without `from` the last whole day or week. */
function chosenSpan(
  kind: ReportKind,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  { timeZone, weekStart, now }: { timeZone: string; weekStart: WeekStart; now: Date },
): ReportSpan {
  const today = localDay(now, timeZone)
  if (kind === 'daily') return spanOfDays(from ? dayOf(from, timeZone) : addDays(today, -1), 1, timeZone)
  if (kind === 'weekly') {
    const first = from ? weekOf(dayOf(from, timeZone), weekStart) : addDays(weekOf(today, weekStart), -7)
    return spanOfDays(first, 7, timeZone)
  }
  const begin = isDay(from ?? '') ? startOfDay(from ?? '', timeZone) : new Date(from ?? '')
  const end = isDay(to ?? '') ? startOfDay(addDays(to ?? '', 1), timeZone) : new Date(to ?? '')
  return { from: begin, to: end, timeZone, localDate: dayOf(from ?? '', timeZone) }
}

/** @throws DomainError `invalid` when there is no such time, or it is too long. */
export function spanOf(
  kind: ReportKind,
  asked: { from?: string | undefined; to?: string | undefined },
  calendar: { timeZone: string; weekStart: WeekStart; now: Date },
): ReportSpan {
  const span = chosenSpan(kind, asked, calendar)
  if (!(span.from < span.to))
    throw invalid('There is no time between these', [{ path: 'to', message: '`from` must be before `to`' }])
  if (spanOfDays(span.localDate, longest, span.timeZone).to < span.to)
    throw invalid('One report tells of a year at most', [{ path: 'to', message: `at most ${longest} days` }])
  if (span.from > calendar.now)
    throw invalid('This time has not begun', [{ path: 'from', message: 'must not be in the future' }])
  return span
}

const dayFormat = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
const whole = dayFormat({ day: 'numeric', month: 'long', year: 'numeric' })
const named = dayFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const atNoon = (day: string) => new Date(`${day}T12:00:00Z`)

/** Days as people write them: `16–22 November 2026`. */
export const wordsForDays = (first: string, last: string): string =>
  first === last
    ? named.format(atNoon(first))
    : whole
        .formatRange(atNoon(first), atNoon(last))
        .replace(/(\d)\u2009–\u2009(\d)/, '$1–$2')
        .replaceAll('\u2009', ' ')

const titles = { daily: 'Daily report', weekly: 'Weekly report', manual: 'Report' } as const

/** `Weekly report, 16–22 November 2026`. */
export const titleOf = (kind: ReportKind, span: ReportSpan): string =>
  `${titles[kind]}, ${wordsForDays(span.localDate, lastDay(span))}`
