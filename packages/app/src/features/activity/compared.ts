import type { Outputs } from '../../data/api.ts'
import { count, duration, percent } from '../../format/number.ts'

export type RepositoryKpis = Outputs['repositories']['kpis']
export type Compared = RepositoryKpis['pullRequests']

/** What a figure is in, and which way is good. */
export type Measure = 'count' | 'hours'

/** `null` is what could not be measured, and never zero. */
export const measured = (measure: Measure, value: number | null): string =>
  value === null ? '–' : measure === 'hours' ? duration(Math.round(value * 3_600)) : count(value)

/** How a figure changed against the period before: `+12.5 %`, `±0`; null where there is nothing to compare. */
export function changeOf({ value, previous, change, percent: share }: Compared): string | null {
  if (value === null || previous === null || change === null) return null
  if (previous === 0 || share === null) return null
  if (change === 0) return '±0'
  return `${change < 0 ? '−' : '+'}${percent(Math.abs(share), Math.abs(share) < 100 ? 1 : 0)}`
}

/** More work is neither good nor bad; a shorter way to the merge is good. */
export function toneOf(measure: Measure, { value, previous, change }: Compared): 'green' | 'red' | undefined {
  if (measure !== 'hours' || value === null || previous === null || !change) return undefined
  return change < 0 ? 'green' : 'red'
}
