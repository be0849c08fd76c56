import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import type { DayRange } from '../../essays/index.ts'
import type { Deps } from '../../kernel/index.ts'
import type { RetentionWeek, UsageDay } from '../model.ts'
import { monday } from './counted.ts'

/** Where the counts are: in tables of their own, or counted now by the days of another zone. */
export interface UsageSources {
  days: SQL
  names: SQL
  returns: SQL
  weeks: SQL
}

export interface UsageTotals {
  events: number
  errors: number
  visits: number
  people: number
  newPeople: number
}

const between = (range: DayRange): SQL => sql`day between ${range.from}::date and ${range.to}::date`

/** Each day of which something is known, of a span of days. */
export function readDays(db: Deps['db'], { days, returns }: UsageSources, range: DayRange): Promise<UsageDay[]> {
  return rowsOf<UsageDay>(
    db,
    sql`select day::text as day, events::float8 as events, coalesce(visits, 0)::float8 as visits,
        coalesce(people, 0)::float8 as people, coalesce(newcomers, 0)::float8 as "newPeople"
      from (select day, sum(events) as events from ${days} d where ${between(range)} group by day) d
      left join (select day, sum(n) filter (where kind = 'visit') as visits, sum(n) filter (where kind = 'person') as people,
          sum(n) filter (where kind = 'person' and previous_day = '-infinity') as newcomers
        from ${returns} r where ${between(range)} group by day) r using (day)`,
  )
}

/** Everybody is counted once: on the first day of the range that they were there. */
export async function readTotals(
  db: Deps['db'],
  { days, returns }: UsageSources,
  range: DayRange,
): Promise<UsageTotals> {
  const sum = (condition: SQL) => sql`coalesce(sum(n) filter (where ${condition}), 0)::float8`
  const first = sql`previous_day < ${range.from}::date`
  const [counts] = await rowsOf<{ events: number; errors: number }>(
    db,
    sql`select coalesce(sum(events), 0)::float8 as events, coalesce(sum(errors), 0)::float8 as errors
      from ${days} d where ${between(range)}`,
  )
  const [there] = await rowsOf<{ visits: number; people: number; newPeople: number }>(
    db,
    sql`select ${sum(sql`kind = 'visit' and ${first}`)} as visits, ${sum(sql`kind = 'person' and ${first}`)} as people,
        ${sum(sql`kind = 'person' and previous_day = '-infinity'`)} as "newPeople"
      from ${returns} r where ${between(range)}`,
  )
  return { ...{ events: 0, errors: 0, visits: 0, people: 0, newPeople: 0 }, ...counts, ...there }
}

const shown = 10

export interface NameCounts {
  key: string
  current: number
  previous: number
}

/** The most frequent of this period, with how many there were in the one before. */
export function readTop(
  db: Deps['db'],
  { names }: UsageSources,
  kind: 'event' | 'page',
  { current, previous }: { current: DayRange; previous: DayRange },
): Promise<NameCounts[]> {
  const sum = (range: DayRange) => sql`coalesce(sum(n) filter (where ${between(range)}), 0)::float8`
  return rowsOf<NameCounts>(
    db,
    sql`select key, ${sum(current)} as current, ${sum(previous)} as previous from ${names} t
      where kind = ${kind} and day between ${previous.from}::date and ${current.to}::date
      group by key having sum(n) filter (where ${between(current)}) > 0
      order by 2 desc, key collate "C" limit ${shown}`,
  )
}

/** Weeks that the range has a part in, whole; of the weeks after it nothing is said. */
export async function readRetention(
  db: Deps['db'],
  { weeks }: UsageSources,
  range: DayRange,
): Promise<RetentionWeek[]> {
  const rows = await rowsOf<{ cohort: string; offset: number; n: number }>(
    db,
    sql`select cohort::text as cohort, ((week - cohort) / 7)::int as offset, n from ${weeks} w
      where cohort between ${monday(sql`${range.from}::date`)} and ${range.to}::date and week <= ${range.to}::date
      order by cohort, week`,
  )
  const byWeek = Map.groupBy(rows, ({ cohort }) => cohort)
  const lastMonday = Date.parse(mondayOf(range.to))
  return [...byWeek].map(([week, found]) => {
    const length = Math.round((lastMonday - Date.parse(week)) / 604_800_000) + 1
    const returned = Array.from({ length }, (_, offset) => found.find(row => row.offset === offset)?.n ?? 0)
    return { week, people: returned[0] ?? 0, returned }
  })
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const at = new Date(`${day}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
