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
  draft: string | null
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
  const [rows, channels, [kinds]] = await Promise.all([
    rowsOf<Row>(
      deps.db,
      sql`select turnaround, status, draft from (${daysOf(question, ['turnaround', 'status', 'draft'])}) d where now
        group by grouping sets ((turnaround), (status), (draft))`,
    ),
    rowsOf<{ channel: string }>(
      deps.db,
      // Unknown at the end: it is no channel.
      sql`select channel from (${daysOf(question, ['channel'])}) d where now
        group by channel order by channel = ${unknown}, channel collate "C"`,
    ),
    rowsOf<Record<'single' | 'multi', boolean>>(
      deps.db,
      sql`select exists (select from (${daysOf(question, ['multi'])}) d where now and not multi) as single,
        exists (select from (${daysOf(question, ['multi'])}) d where now and multi) as multi`,
    ),
  ])
  const there = <Value extends string>(all: readonly Value[], name: 'turnaround' | 'status' | 'draft'): Value[] =>
    all.filter(value => rows.some(row => row[name] === value))
  return {
    turnarounds: there(turnarounds, 'turnaround'),
    statuses: there(essayStatuses, 'status'),
    channels: channels.map(({ channel }) => channel),
    drafts: there(draftBuckets, 'draft'),
    customerTypes: (['single', 'multi'] as const).filter(kind => kinds?.[kind]),
  }
}
