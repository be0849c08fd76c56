/** A moment as the API sends it (ISO 8601 or milliseconds), or a Date. */
export type Moment = string | number | Date

const gap = '\u00a0'

/** Milliseconds since the epoch; NaN for what is no moment. */
export function toMs(at: Moment): number {
  return at instanceof Date ? at.getTime() : typeof at === 'number' ? at : Date.parse(at)
}

/** Age in one unit: `12 s`, `3 min`, `5 h`, `2 d`; from 30 days on, the date. The future counts as now. */
export function relative(at: Moment, now: number): string {
  const seconds = Math.max(0, Math.floor((now - toMs(at)) / 1000))
  if (Number.isNaN(seconds)) return '–'
  if (seconds < 5) return 'now'
  if (seconds < 60) return `${seconds}${gap}s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}${gap}min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}${gap}h`
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)}${gap}d`
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(toMs(at))
}

/** In full, in the reader's time zone, with the zone's name: `20 Nov 2026, 09:40:12 GMT`. */
export function absolute(at: Moment, timeZone?: string): string {
  const ms = toMs(at)
  if (Number.isNaN(ms)) return '–'
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone && { timeZone }),
  }).format(ms)
}

/** `09:40:12`, for rows whose day is plain from their neighbours. */
export function clock(at: Moment, seconds = true): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(toMs(at))
}

/** A day of another year says which. */
const dayParts = (ms: number, now: number): Intl.DateTimeFormatOptions => ({
  day: 'numeric',
  month: 'short',
  ...(new Date(ms).getFullYear() !== new Date(now).getFullYear() && { year: 'numeric' }),
})

/** `20 Nov, 09:40`; of another year `20 Nov 2025, 09:40`. */
export function dayAndTime(at: Moment, now = Date.now()): string {
  const ms = toMs(at)
  return new Intl.DateTimeFormat('en-GB', { ...dayParts(ms, now), hour: '2-digit', minute: '2-digit' }).format(ms)
}

/** `20 Nov`; of another year `20 Nov 2025`. */
export function day(at: Moment, now = Date.now()): string {
  const ms = toMs(at)
  return new Intl.DateTimeFormat('en-GB', dayParts(ms, now)).format(ms)
}

/** A label for a point of a time axis that spans `spanMs`. */
export function axisLabel(at: Moment, spanMs: number): string {
  if (spanMs <= 36 * 3_600_000) return clock(at, false)
  if (spanMs <= 4 * 86_400_000) return dayAndTime(at)
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(toMs(at))
}

/** Two moments as one range, the day said once where both share it: `20 Nov, 09:00–13:00`. */
export function range(from: Moment, to: Moment): string {
  const sameDay = new Date(toMs(from)).toDateString() === new Date(toMs(to)).toDateString()
  return sameDay ? `${dayAndTime(from)}–${clock(to, false)}` : `${dayAndTime(from)} – ${dayAndTime(to)}`
}

/** Milliseconds by which `timeZone` is ahead of UTC at `ms`. */
function offset(timeZone: string, ms: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms)
  const part = (type: string) => Number(parts.find(each => each.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(ms / 1000) * 1000
}

/** Midnight, in `timeZone`, of the day that holds `now`. Right on the days on which clocks change. */
export function startOfDay(now: number, timeZone: string): number {
  const day = 86_400_000
  const localMidnight = Math.floor((now + offset(timeZone, now)) / day) * day
  const guess = localMidnight - offset(timeZone, now)
  return localMidnight - offset(timeZone, guess)
}
