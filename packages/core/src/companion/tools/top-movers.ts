import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { chosen, draftBucket, filtersInput, itemsWithin, periodsOf, unknown } from '../../essays/index.ts'
import { toTable } from './tables.ts'
import type { Tool } from './tool.ts'

const dimensions = {
  channel: sql`coalesce(i.channel, ${unknown})`,
  location: sql`coalesce(i.location, ${unknown})`,
  turnaround: sql`i.turnaround`,
  status: sql`i.status`,
  draft: draftBucket,
}

const measures = {
  essays: sql`1`,
  netRevenue: sql`case when i.status = 'cancelled' then 0 else i.revenue end`,
  totalRevenue: sql`i.revenue`,
  late: sql`case when i.time_remaining_hours < 0 then 1 else 0 end`,
}

const args = z.strictObject({
  by: z.enum(['channel', 'location', 'turnaround', 'status', 'draft']),
  measure: z.enum(['essays', 'netRevenue', 'totalRevenue', 'late']),
  filters: filtersInput,
  limit: z.int().min(1).max(50).default(10),
})

/** Which groups of essays changed most against the period before. */
export const topMovers: Tool<z.infer<typeof args>> = {
  name: 'top_movers',
  description:
    'Which channels, locations, turnarounds, statuses or drafts rose or fell most against the period before, by essays, revenue (minor units) or late essays.',
  args,
  run: async (deps, scope, { by, measure, filters, limit }) => {
    const { current, previous, timezone } = await periodsOf(deps, scope, filters)
    const sumWithin = (within: typeof current) =>
      sql`coalesce(sum(${measures[measure]}) filter (where ${itemsWithin(scope, within)}), 0)::float8`
    const rows = await rowsOf<{ key: string; current: number; previous: number; difference: number }>(
      deps.db,
      sql`select key, current, previous, current - previous as difference from (
          select ${dimensions[by]} as key, ${sumWithin(current)} as current, ${sumWithin(previous)} as previous
          from essay_items i
          where ${itemsWithin(scope, { start: previous.start, end: current.end })} and ${chosen(filters)}
          group by 1) groups
        where current <> previous order by abs(current - previous) desc, key limit ${limit}`,
    )
    const withChange = rows.map(row => ({
      ...row,
      changePercent: row.previous === 0 ? null : Math.round((row.difference / Math.abs(row.previous)) * 10_000) / 100,
    }))
    const days = `${current.from} to ${current.to} against ${previous.from} to ${previous.to} (${timezone})`
    const amounts = measure.endsWith('Revenue') ? '; amounts in minor units, such as cents' : ''
    return { about: `${measure} by ${by}, ${days}${amounts}`, tables: [toTable('movers', withChange)] }
  },
}
