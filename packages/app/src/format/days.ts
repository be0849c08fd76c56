import { type Moment, toMs } from './time.ts'

/** Things of one day of the reader's calendar. */
export interface Day<T> {
  /** `Today`, `Yesterday`, or the date. */
  label: string
  items: T[]
}

const dayOf = (ms: number, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(timeZone && { timeZone }),
  }).format(ms)

/** Puts things that are in order of time under their days. */
export function byDay<T extends { at: Moment }>(items: readonly T[], now: number, timeZone?: string): Day<T>[] {
  const names = new Map([
    [dayOf(now - 86_400_000, timeZone), 'Yesterday'],
    [dayOf(now, timeZone), 'Today'],
  ])
  const days: Day<T>[] = []
  for (const item of items) {
    const ms = toMs(item.at)
    const date = Number.isNaN(ms) ? 'No date' : dayOf(ms, timeZone)
    const label = names.get(date) ?? date
    const last = days.at(-1)
    if (last?.label === label) last.items.push(item)
    else days.push({ label, items: [item] })
  }
  return days
}
