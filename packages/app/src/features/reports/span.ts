import { type Moment, toMs } from '../../format/time.ts'

/** What a report is about: half-open, by the calendar of a zone. */
export interface Span {
  periodStart: Moment
  periodEnd: Moment
  timeZone: string
}

function parts(at: Moment, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return Object.fromEntries(format.formatToParts(toMs(at)).map(({ type, value }) => [type, value]))
}

const dayFormat = (timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })

/** The date on the calendars of a zone: `2026-11-19`. */
export const localDay = (at: Moment, timeZone: string): string => dayFormat(timeZone).format(toMs(at))

/** So many days later. */
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)

/** The first and the last day that a span touches. */
export const daysOfSpan = ({ periodStart, periodEnd, timeZone }: Span) => ({
  first: localDay(periodStart, timeZone),
  last: localDay(toMs(periodEnd) - 1, timeZone),
})

/** Whether it begins and ends where days do. */
const isWholeDays = ({ periodStart, periodEnd, timeZone }: Span) =>
  [periodStart, periodEnd].every(at => localDay(at, timeZone) !== localDay(toMs(at) - 1, timeZone))

/** The span in words, what is the same at both ends said once: `Thu 19 Nov 2026`, `16 – 22 Nov 2026`. */
export function spanText(span: Span): string {
  const { periodStart, periodEnd, timeZone } = span
  const from = parts(periodStart, timeZone)
  if (!isWholeDays(span)) {
    const to = parts(periodEnd, timeZone)
    const time = ({ hour, minute }: Record<string, string>) => `${hour}:${minute}`
    const date = ({ day, month, year }: Record<string, string>) => `${day} ${month} ${year}`
    return date(from) === date(to)
      ? `${date(from)}, ${time(from)}–${time(to)}`
      : `${date(from)}, ${time(from)} – ${date(to)}, ${time(to)}`
  }
  const to = parts(toMs(periodEnd) - 1, timeZone)
  const end = `${to.day} ${to.month} ${to.year}`
  if (from.year !== to.year) return `${from.day} ${from.month} ${from.year} – ${end}`
  if (from.month !== to.month) return `${from.day} ${from.month} – ${end}`
  return from.day === to.day ? `${from.weekday} ${end}` : `${from.day} – ${end}`
}

export type WeekStart = 'monday' | 'sunday'

/** The first day of the week that holds a day. */
export function weekOf(day: string, weekStart: WeekStart): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return addDays(day, -(weekStart === 'sunday' ? weekday : (weekday + 6) % 7))
}

const dayHeading = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** A day of the calendar: `19 Nov`. */
export const dayText = (day: string): string => shortDay.format(Date.parse(day))

/** A moment on the clocks of a zone: `Mon 23 Nov, 00:00`. */
export function timeThere(at: Moment, timeZone: string): string {
  const { weekday, day, month, hour, minute } = parts(at, timeZone)
  return `${weekday} ${day} ${month}, ${hour}:${minute}`
}

/** The day on the reader's own calendar. */
export const today = (now: number): string => localDay(now, Intl.DateTimeFormat().resolvedOptions().timeZone)

/** Puts reports, latest first, under the day on which their time ends. */
export function byLastDay<T extends { lastDate: string }>(rows: readonly T[], now: number) {
  const names = new Map([
    [today(now), 'Today'],
    [addDays(today(now), -1), 'Yesterday'],
  ])
  const days = new Map<string, { label: string; items: T[] }>()
  for (const row of rows) {
    const { lastDate } = row
    const label = names.get(lastDate) ?? dayHeading.format(Date.parse(lastDate))
    const day = days.get(lastDate)
    if (day) day.items.push(row)
    else days.set(lastDate, { label, items: [row] })
  }
  return [...days.values()]
}
