import { type Moment, toMs } from '../../format/time.ts'
import type { Tone } from '../../ui/chip.tsx'
import type { Period } from '../../url/period.ts'
import type { Issue } from './issue.ts'
import { type Severity, type Status, statusNames } from './issue-search.ts'

const hour = 3_600_000

/** What the button says that brings an issue into a status. */
export const statusActions: Readonly<Record<Status, string>> = {
  open: 'Reopen',
  diagnosed: 'Mark diagnosed',
  fixing: 'Start fixing',
  fixed: 'Mark fixed',
  measuring: 'Start measuring',
  verified: 'Confirm recovery',
  closed: 'Close issue',
  false_alarm: 'Dismiss as false alarm',
}

export const statusTones: Readonly<Record<Status, Tone>> = {
  open: 'neutral',
  diagnosed: 'neutral',
  fixing: 'amber',
  fixed: 'neutral',
  measuring: 'accent',
  verified: 'green',
  closed: 'neutral',
  false_alarm: 'neutral',
}

export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: 'red',
  high: 'red',
  medium: 'amber',
  low: 'neutral',
}

/** Whether the issue's rates are those of its step: not of visits that met errors, nor of visits that came at all. */
export const hasRate = (kind: Issue['kind']): boolean => kind === 'conversion_drop' || kind === 'manual'

/** The figures on which a detected issue stands; one opened by hand has none of them. */
interface MaybeEvidence<Rated, Window> {
  current: Rated | null
  baseline: Rated | null
  currentWindow: Window | null
  baselineWindow: Window | null
  dropPoints: number | null
  z: number | null
  p: number | null
}

/** The evidence when it is whole, else null. */
export function evidenceOf<Rated, Window>(issue: MaybeEvidence<Rated, Window>) {
  const { current, baseline, currentWindow, baselineWindow, dropPoints, z, p } = issue
  if (!current || !baseline || !currentWindow || !baselineWindow) return null
  if (dropPoints === null || z === null || p === null) return null
  return { current, baseline, currentWindow, baselineWindow, dropPoints, z, p }
}

export type Evidence = NonNullable<
  ReturnType<typeof evidenceOf<NonNullable<Issue['current']>, NonNullable<Issue['currentWindow']>>>
>

/** The visits of a step gone silent, beside those of the same time on seven days; null when they are not known. */
export function silenceOf({ current, baseline, currentWindow, p }: Issue) {
  if (!current || !baseline || !currentWindow) return null
  return { visits: current.visits, usual: Math.round(baseline.visits / 7), window: currentWindow, p }
}

/** What an issue's chart shows: a day or a week that ends at most half of itself after the detection, on full hours. */
export function chartPeriod(detectedAt: Moment, span: '24h' | '7d', now: number): Period {
  const length = (span === '7d' ? 7 * 24 : 24) * hour
  const latest = Math.min(now, toMs(detectedAt) + length / 2)
  const to = Math.ceil(latest / hour) * hour
  return { from: new Date(to - length).toISOString(), to: new Date(to).toISOString() }
}

/** Where an issue may go, the way onwards first: later in its life before earlier, a false alarm last. */
export function onwardsFirst(status: Status, next: readonly Status[]): Status[] {
  const now = statusNames.indexOf(status)
  const rank = (each: Status) => {
    if (each === 'false_alarm') return 2 * statusNames.length
    const at = statusNames.indexOf(each)
    return at > now ? at : statusNames.length + at
  }
  return next.toSorted((a, b) => rank(a) - rank(b))
}
