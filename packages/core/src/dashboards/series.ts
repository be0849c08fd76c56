import { sql } from 'drizzle-orm'
import { type DayRange, daysBetween } from '../essays/index.ts'
import type { Deps } from '../kernel/index.ts'
import { analyse } from '../tracking/index.ts'
import { daysOf, type Question } from './cells.ts'
import type { EssayDay, EssaySeries } from './model.ts'

/** Each day of a range, with what was found of it or with nothing. */
export function filled<Day extends { day: string }>(range: DayRange, found: readonly Day[], nothing: Omit<Day, 'day'>) {
  const byDay = new Map(found.map(row => [row.day, row]))
  return daysBetween(range.from, range.to).map(day => ({ ...nothing, ...byDay.get(day), day }))
}

/** Items and revenue of each day, of both periods. */
export async function readSeries(db: Deps['db'], question: Question): Promise<EssaySeries> {
  const { current, previous } = question.periods
  const rows = await analyse<EssayDay>(
    db,
    sql`select day::text as day, sum(essays)::float8 as essays, sum(revenue)::float8 as "totalRevenue",
        coalesce(sum(revenue) filter (where status <> 'cancelled'), 0)::float8 as "netRevenue"
      from (${daysOf(question, ['status'])}) d group by day`,
  )
  const nothing = { essays: 0, netRevenue: 0, totalRevenue: 0 }
  return { series: filled(current, rows, nothing), previousSeries: filled(previous, rows, nothing) }
}
