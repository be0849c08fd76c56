import type { Outputs } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import type { Tone } from '../../ui/chip.tsx'
import { compact, oneOf, type RawSearch } from '../../url/params.ts'

export type Refused = Outputs['events']['refused']
export type RefusedGroup = Refused['groups'][number]
export type RefusedSample = Refused['samples'][number]
export type RefusalCode = RefusedGroup['code']

/** Red is lost whatever the sender does next; the rest needs care. */
export const codes: Readonly<Record<RefusalCode, { name: string; tone: Tone }>> = {
  invalid: { name: 'Invalid', tone: 'amber' },
  too_old: { name: 'Too old', tone: 'amber' },
  too_new: { name: 'Ahead of time', tone: 'amber' },
  too_large: { name: 'Too large', tone: 'amber' },
  unreadable: { name: 'Unreadable request', tone: 'red' },
}

export interface RefusedCode {
  code: RefusalCode
  count: number
  lastAt: string | null
  advice: string
  /** Most first. */
  keys: RefusedGroup[]
}

/** Groups by code, most first, each with the keys that sent them. */
export function byCode(groups: readonly RefusedGroup[]): RefusedCode[] {
  return [...Map.groupBy(groups, ({ code }) => code)]
    .map(([code, keys]) => ({
      code,
      keys,
      count: keys.reduce((sum, each) => sum + each.count, 0),
      lastAt: keys.reduce<string | null>(
        (last, { lastAt }) => (lastAt && (!last || lastAt > last) ? lastAt : last),
        null,
      ),
      advice: keys[0]?.advice ?? '',
    }))
    .sort((a, b) => b.count - a.count)
}

/** All of it in a line: `12 events and 1 request refused in the last 24 hours`; null when there is nothing to say. */
export function refusedLine(groups: readonly RefusedGroup[]): string | null {
  const sum = (isRequest: boolean) =>
    groups.reduce((sum, each) => sum + (isRequest === (each.code === 'unreadable') ? each.count : 0), 0)
  const [events, requests] = [sum(false), sum(true)]
  const parts = [events > 0 && plural(events, 'event'), requests > 0 && plural(requests, 'request')].filter(Boolean)
  return parts.length === 0 ? null : `${parts.join(' and ')} refused in the last 24 hours`
}

/** `Invalid 8, Too old 4`. */
export const refusedParts = (groups: readonly RefusedGroup[]): string =>
  byCode(groups)
    .map(({ code, count: of }) => `${codes[code].name} ${count(of)}`)
    .join(', ')

/** The search parameters of the page of refused events: how many days back, one unless said. */
export const readRefusedSearch = (search: RawSearch) =>
  compact({ days: oneOf(String(search.days ?? ''), ['7', '30'] as const) })
