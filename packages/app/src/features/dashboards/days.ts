const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC', ...options })
const short = format({})
const long = format({ year: 'numeric' })
const weekday = format({ weekday: 'short' })

const utc = (day: string) => new Date(`${day}T00:00:00Z`)

/** A day of the calendar in words, with its year where that is not this one: `21 Oct`. */
export function dayText(day: string, now = Date.now()): string {
  const same = day.slice(0, 4) === String(new Date(now).getFullYear())
  return (same ? short : long).format(utc(day))
}

/** With its weekday: `Wed 21 Oct`. */
export const dayInFull = (day: string): string => weekday.format(utc(day)).replace(',', '')

/** Days from the first to the last in words: `21 Oct – 19 Nov`. */
export function daysText({ from, to }: { from: string; to: string }): string {
  return from === to ? dayText(from) : `${dayText(from)} – ${dayText(to)}`
}

/** A day's place on the time axis: its midnight in the reader's zone, where the axis writes the same date. */
export function dayToMs(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}

export function msToDay(ms: number): string {
  const at = new Date(ms)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** Which of so many days have a label on the axis: at most `most`, evenly, the last one among them. */
export function labelled<T>(days: readonly T[], most = 6): T[] {
  const step = Math.ceil(days.length / most)
  return days.filter((_, index) => (days.length - 1 - index) % step === 0)
}
