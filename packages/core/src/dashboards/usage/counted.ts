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

// Ids stand in tables as hashes (docs/adr/0012); the seed keeps a browser, a user and a person of one name apart. The
// trigger of `identities` makes the first two as well.
const idKey = (isUser: SQL, id: SQL): SQL => sql`hashtextextended(${id}, case when ${isUser} then 1 else 0 end)`
const personKey = sql`hashtextextended(person_id::text, 2)`

/** `(key, who)`: whose an id is, of those that are somebody's. */
export const owners = (workspaceId: string): SQL =>
  sql`select ${idKey(sql`provider = 'user'`, sql`subject`)} as key, ${personKey} as who from identities
    where workspace_id = ${workspaceId} and provider in ('user', 'anonymous')`

/**
 * `(kind, key, who, day)`: who was there on which day. An event is its user id's, or where it has none the browser's; ids
 * that identities know are their person's, so that somebody who signs in is the same one as before.
 */
export const seen = (workspaceId: string, days: readonly LocalDay[]): SQL =>
  sql`select s.kind, s.key, coalesce(o.who, s.key) as who, s.day
    from (select distinct s.kind, s.key, r.day ${within(workspaceId, days)}
      cross join lateral (values ('visit', e.visit_key),
        ('person', ${idKey(sql`e.user_id is not null`, sql`coalesce(e.user_id, e.anonymous_id)`)})) s(kind, key)
      where s.key is not null) s
    left join (${owners(workspaceId)}) o on s.kind = 'person' and o.key = s.key`

/** With the day before and the first of all of whoever it is, of a relation `s` with `kind`, `who` and `day` that has all days. */
export const chained = (columns: SQL, of: SQL): SQL =>
  sql`select ${columns}, max(day) over (partition by kind, who order by day groups between 1 preceding and 1 preceding) as previous_day,
      min(day) over (partition by kind, who) as first_day
    from ${of}`

export const monday = (day: SQL): SQL => sql`(date_trunc('week', ${day}::timestamp)::date)`

/** `(kind, day, previous_day, n)` of a chained relation that has everybody once a day. */
export const returns = (of: SQL): SQL =>
  sql`select kind, day, coalesce(previous_day, '-infinity') as previous_day, count(*)::int as n from ${of} group by 1, 2, 3`

/** `(cohort, week, n)` of such a relation: a person counts in a week on the first of its days that they are there. */
export const weeks = (of: SQL): SQL =>
  sql`select ${monday(sql`first_day`)} as cohort, ${monday(sql`day`)} as week, count(*)::int as n from ${of}
    where kind = 'person' and (previous_day is null or previous_day < ${monday(sql`day`)}) group by 1, 2`
