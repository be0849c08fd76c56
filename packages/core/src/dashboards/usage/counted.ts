import { type SQL, sql } from 'drizzle-orm'

// What is counted of events, in SQL that both the counting beforehand and the other zones' days use. `ranges` is a table
// `r (day, since, until)` of local days, and when they begin and end.

export interface LocalDay {
  day: string
  since: string
  until: string
}

export const rangesOf = (days: readonly LocalDay[]): SQL =>
  sql`json_to_recordset(${JSON.stringify(days)}::json) as r(day date, since timestamptz, until timestamptz)`

const within = (workspaceId: string, days: readonly LocalDay[]): SQL =>
  sql`from ${rangesOf(days)} join events e on e.workspace_id = ${workspaceId} and e.occurred_at >= r.since and e.occurred_at < r.until`

/** `(day, events, errors)` */
export const countDays = (workspaceId: string, days: readonly LocalDay[]): SQL =>
  sql`select r.day, count(*)::int as events, count(e.error_type)::int as errors ${within(workspaceId, days)} group by r.day`

/** Longer names and paths are counted under their beginning. */
const longest = 300

/** `(day, kind, key, n)`: events by name, and page views by path. */
export const countNames = (workspaceId: string, days: readonly LocalDay[]): SQL =>
  sql`select r.day, 'event' as kind, left(e.name, ${longest}::int) as key, count(*)::int as n ${within(workspaceId, days)}
    group by 1, 3
    union all
    select r.day, 'page', left(coalesce(e.properties ->> 'path', e.properties ->> 'url', 'Unknown'), ${longest}::int), count(*)::int
    ${within(workspaceId, days)} and e.name = 'page_view' group by 1, 3`

/**
 * `(kind, key, day)`: who was there on which day. A person is a user id, or where there is none the browser: somebody who
 * signs in is counted as a browser before and as a user from then on.
 */
export const seen = (workspaceId: string, days: readonly LocalDay[]): SQL =>
  sql`select distinct s.kind, s.key, r.day ${within(workspaceId, days)}
    cross join lateral (values ('visit', e.visit_key),
      ('person', hashtextextended(coalesce(e.user_id, e.anonymous_id), 0))) s(kind, key)
    where s.key is not null`

/** The same with the day before and the first of all, of a relation `(kind, key, day)` that has all days. */
export const chained = (of: SQL): SQL =>
  sql`select kind, key, day, lag(day) over (partition by kind, key order by day) as previous_day,
      min(day) over (partition by kind, key) as first_day
    from ${of}`

export const monday = (day: SQL): SQL => sql`(date_trunc('week', ${day}::timestamp)::date)`

/** `(kind, day, previous_day, n)` of a chained relation. */
export const returns = (of: SQL): SQL =>
  sql`select kind, day, coalesce(previous_day, '-infinity') as previous_day, count(*)::int as n from ${of} group by 1, 2, 3`

/** `(cohort, week, n)` of a chained relation: a person counts in a week on the first of its days that they are there. */
export const weeks = (of: SQL): SQL =>
  sql`select ${monday(sql`first_day`)} as cohort, ${monday(sql`day`)} as week, count(*)::int as n from ${of}
    where kind = 'person' and (previous_day is null or previous_day < ${monday(sql`day`)}) group by 1, 2`
