import { days as daysLong } from './window.ts'

// Days as calendars have them: by the IANA name of a zone.

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The date on the calendars of a zone. */
export function localDay(at: Date, timeZone: string): string {
  const known = formatters.get(timeZone)
  const formatter =
    known ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  if (!known) formatters.set(timeZone, formatter)
  return formatter.format(at)
}

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)

export const addDays = (day: string, count: number): string =>
  new Date(noon(day) + daysLong(count)).toISOString().slice(0, 10)

/** Every day from the first to the last. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((noon(to) - noon(from)) / daysLong(1)) + 1
  return Array.from({ length: count }, (_, index) => addDays(from, index))
}

/**
 * When a day begins in a zone: its first moment, also where clocks skip midnight or have it twice. Dates only go
 * forward, so the moment is between two that are surely before and behind it.
 */
export function startOfDay(day: string, timeZone: string): Date {
  let before = Date.parse(`${day}T00:00:00Z`) - daysLong(1)
  let behind = before + daysLong(2)
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2)
    if (localDay(new Date(middle), timeZone) < day) before = middle
    else behind = middle
  }
  return new Date(behind)
}
