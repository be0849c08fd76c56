import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { draftBuckets, essayStatuses, periodsOf, turnarounds, unknown } from '../essays/index.ts'
import type { Scope } from '../kernel/index.ts'
import { daysOf } from './cells.ts'
import type { DashboardDeps } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { FilterOptionsDto } from './model.ts'

interface Row {
  turnaround: string | null
  status: string | null
  channel: string | null
  draft: string | null
  multi: boolean | null
}

/** What there is to choose from among the items of the days that are meant, whatever else is chosen. */
export async function filterOptions(
  deps: DashboardDeps,
  scope: Scope,
  { filters }: DashboardInput,
): Promise<FilterOptionsDto> {
  const { preset, from, to, timezone } = filters
  const days = { preset, from, to, timezone }
  const question = { scope, filters: days, periods: await periodsOf(deps, scope, days) }
  const rows = await rowsOf<Row>(
    deps.db,
    sql`select turnaround, status, channel, draft, multi from (${daysOf(question)}) d where now
      group by grouping sets ((turnaround), (status), (channel), (draft), (multi))`,
  )
  const there = <Value extends string>(all: readonly Value[], name: 'turnaround' | 'status' | 'draft'): Value[] =>
    all.filter(value => rows.some(row => row[name] === value))
  const channels = rows.flatMap(({ channel }) => channel ?? []).sort()
  return {
    turnarounds: there(turnarounds, 'turnaround'),
    statuses: there(essayStatuses, 'status'),
    // Unknown at the end: it is no channel.
    channels: [...channels.filter(channel => channel !== unknown), ...channels.filter(channel => channel === unknown)],
    drafts: there(draftBuckets, 'draft'),
    customerTypes: (['single', 'multi'] as const).filter(kind =>
      rows.some(({ multi }) => multi === (kind === 'multi')),
    ),
  }
}
