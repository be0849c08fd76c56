import type { EssayItemStatus, EssayTurnaround } from '@quarterdeck/db'
import { type DraftBucket, draftBuckets, essayFacets, essayStatuses, turnarounds, unknown } from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import type { DashboardInput } from './inputs.ts'
import type { FilterOptionsDto } from './model.ts'

/** What there is to choose from among the items of the days that are meant, whatever else is chosen. */
export async function filterOptions(deps: Deps, scope: Scope, { filters }: DashboardInput): Promise<FilterOptionsDto> {
  const { preset, from, to, timezone } = filters
  const facets = await essayFacets(deps, scope, { filters: { preset, from, to, timezone } })
  const there = (found: { value: string }[]) => new Set(found.map(({ value }) => value))
  const chosen = <Value extends string>(all: readonly Value[], found: { value: string }[]): Value[] => {
    const values = there(found)
    return all.filter(value => values.has(value))
  }
  const channels = [...there(facets.channels)].sort()
  return {
    turnarounds: chosen<EssayTurnaround>(turnarounds, facets.turnarounds),
    statuses: chosen<EssayItemStatus>(essayStatuses, facets.statuses),
    // Unknown at the end: it is no channel.
    channels: [...channels.filter(channel => channel !== unknown), ...channels.filter(channel => channel === unknown)],
    drafts: chosen<DraftBucket>(draftBuckets, facets.drafts),
    customerTypes: chosen<'single' | 'multi'>(['single', 'multi'], facets.customerTypes),
  }
}
