import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Deps, localDay, startOfDay } from '../../kernel/index.ts'
import {
  chained,
  countDays,
  countNames,
  type LocalDay,
  monday,
  owners,
  rangesOf,
  returns,
  seen,
  weeks,
} from './counted.ts'

/** From so many days on everything is counted anew, which is one pass over all events. */
const many = 45

export const dayOf = (day: string, zone: string): LocalDay => ({
  day,
  since: startOfDay(day, zone).toISOString(),
  until: startOfDay(addDays(day, 1), zone).toISOString(),
})

/** The local days that days of UTC have a part in. */
export function localDays(utcDays: readonly string[], zone: string): LocalDay[] {
  const days = new Set(
    utcDays.flatMap(day => {
      const start = Date.parse(`${day}T00:00:00Z`)
      return [0, 12, 23.999].map(hour => localDay(new Date(start + hour * 3_600_000), zone))
    }),
  )
  return [...days].sort().map(day => dayOf(day, zone))
}

const counted = ['usage_days', 'usage_names', 'usage_seen', 'usage_returns', 'usage_weeks'] as const

/** Who was there on which days, everybody once a day, by however many ids they were. */
const once = (workspaceId: string, condition: SQL): SQL =>
  sql`(select distinct kind, who, day, previous_day, first_day from usage_seen
    where workspace_id = ${workspaceId} and ${condition}) s`

/** Counts all days of a workspace anew. */
async function countAll(tx: Db, workspaceId: string, zone: string): Promise<void> {
  for (const table of counted)
    await tx.execute(sql`delete from ${sql.identifier(table)} where workspace_id = ${workspaceId}`)
  const [span] = await rowsOf<{ first: string | null; last: string | null }>(
    tx,
    sql`select (min(occurred_at) at time zone 'UTC')::date::text as first, (max(occurred_at) at time zone 'UTC')::date::text as last
      from events where workspace_id = ${workspaceId}`,
  )
  if (!span?.first || !span.last) return
  const utc: string[] = []
  for (let day = span.first; day <= span.last; day = addDays(day, 1)) utc.push(day)
  const days = localDays(utc, zone)
  await countPlain(tx, workspaceId, days)
  await tx.execute(sql`insert into usage_seen (workspace_id, kind, key, who, day, previous_day, first_day)
    select ${workspaceId}::uuid, * from (${chained(sql`kind, key, who, day`, sql`(${seen(workspaceId, days)}) s`)}) c`)
  const own = once(workspaceId, sql`true`)
  await tx.execute(sql`insert into usage_returns (workspace_id, kind, day, previous_day, n)
    select ${workspaceId}::uuid, * from (${returns(own)}) c`)
  await tx.execute(sql`insert into usage_weeks (workspace_id, cohort, week, n)
    select ${workspaceId}::uuid, * from (${weeks(own)}) c`)
}

async function countPlain(tx: Db, workspaceId: string, days: readonly LocalDay[]): Promise<void> {
  await tx.execute(sql`insert into usage_days (workspace_id, day, events, errors)
    select ${workspaceId}::uuid, * from (${countDays(workspaceId, days)}) c`)
  await tx.execute(sql`insert into usage_names (workspace_id, day, kind, key, n)
    select ${workspaceId}::uuid, * from (${countNames(workspaceId, days)}) c`)
}

/** Counts some days anew, and notes who came to them or went from them. */
async function countSome(tx: Db, workspaceId: string, days: readonly LocalDay[]): Promise<void> {
  const touched = sql`day in (select r.day from ${rangesOf(days)})`
  await tx.execute(sql`delete from usage_days where workspace_id = ${workspaceId} and ${touched}`)
  await tx.execute(sql`delete from usage_names where workspace_id = ${workspaceId} and ${touched}`)
  await countPlain(tx, workspaceId, days)
  await tx.execute(sql`create temporary table usage_now on commit drop as ${seen(workspaceId, days)}`)
  await tx.execute(sql`with gone as (delete from usage_seen s where s.workspace_id = ${workspaceId} and s.${touched}
      and not exists (select from usage_now n where n.kind = s.kind and n.key = s.key and n.day = s.day)
      returning s.kind, s.who, s.day)
    insert into usage_touched select * from gone`)
  await tx.execute(sql`with came as (insert into usage_seen (workspace_id, kind, key, who, day)
      select ${workspaceId}::uuid, kind, key, who, day from usage_now on conflict do nothing returning kind, who, day)
    insert into usage_touched select * from came`)
}

/** Gives the days of ids to the person that they are now, and notes who they were and are: no event is read for that. */
async function joinPeople(tx: Db, workspaceId: string): Promise<void> {
  await tx.execute(sql`with taken as (delete from usage_joined where workspace_id = ${workspaceId} returning key),
      moves as (select s.key, s.day, s.who as before, coalesce(o.who, s.key) as after from usage_seen s
        left join (${owners(workspaceId)}) o on o.key = s.key
        where s.workspace_id = ${workspaceId} and s.kind = 'person' and s.key in (select key from taken)
          and s.who <> coalesce(o.who, s.key)),
      moved as (update usage_seen s set who = m.after from moves m
        where s.workspace_id = ${workspaceId} and s.kind = 'person' and s.key = m.key and s.day = m.day
        returning m.before, m.after, s.day)
    insert into usage_touched select 'person', unnest(array[before, after]), day from moved`)
}

/** Brings up to date what hangs on who was there on which days, for those who were noted. */
async function followTouched(tx: Db, workspaceId: string): Promise<void> {
  const theirs = sql`usage_seen s where workspace_id = ${workspaceId} and (kind, who) in (select kind, who from usage_touched)`
  await tx.execute(sql`with anew as (${chained(sql`kind, key, who, day`, theirs)}),
      moved as (update usage_seen s set previous_day = a.previous_day, first_day = a.first_day from anew a
        where s.workspace_id = ${workspaceId} and s.kind = a.kind and s.key = a.key and s.day = a.day
          and (s.previous_day, s.first_day) is distinct from (a.previous_day, a.first_day)
        returning s.kind, s.who, s.day)
    insert into usage_touched select * from moved`)
  const sameDays = sql`(kind, day) in (select kind, day from usage_touched)`
  await tx.execute(sql`delete from usage_returns where workspace_id = ${workspaceId} and ${sameDays}`)
  await tx.execute(sql`insert into usage_returns (workspace_id, kind, day, previous_day, n)
    select ${workspaceId}::uuid, * from (${returns(once(workspaceId, sameDays))}) c`)
  const sameWeeks = sql`in (select distinct ${monday(sql`day`)} from usage_touched where kind = 'person')`
  await tx.execute(sql`delete from usage_weeks where workspace_id = ${workspaceId} and week ${sameWeeks}`)
  await tx.execute(sql`insert into usage_weeks (workspace_id, cohort, week, n)
    select ${workspaceId}::uuid, * from (${weeks(once(workspaceId, sql`kind = 'person' and ${monday(sql`day`)} ${sameWeeks}`))}) c`)
}

/** The days that were touched since, each once; they count as read with this transaction. */
async function takeDirty(tx: Db, workspaceId: string): Promise<string[]> {
  const rows = await rowsOf<{ day: string }>(
    tx,
    sql`with taken as (delete from usage_dirty where workspace_id = ${workspaceId} returning day)
      select distinct day::text as day from taken order by 1`,
  )
  return rows.map(({ day }) => day)
}

/**
 * Brings what was counted beforehand up to date. An event that comes in while this runs notes its day anew, and an
 * identity its id, so that nothing is missed: what is counted here is at least what had been noted.
 */
export async function foldUsage({ db }: Pick<Deps, 'db'>, workspaceId: string, zone: string): Promise<void> {
  const [state] = await rowsOf<{ dirty: boolean; zone: string | null }>(
    db,
    sql`select exists (select from usage_dirty where workspace_id = ${workspaceId})
        or exists (select from usage_joined where workspace_id = ${workspaceId}) as dirty,
      (select zone from usage_zones where workspace_id = ${workspaceId}) as zone`,
  )
  if (!state?.dirty && (state?.zone === zone || state?.zone === null)) return
  await db.transaction(async tx => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`usage:${workspaceId}`}, 0)),
      set_config('work_mem', '128MB', true)`)
    const [known] = await rowsOf<{ zone: string }>(
      tx,
      sql`select zone from usage_zones where workspace_id = ${workspaceId}`,
    )
    const days = localDays(await takeDirty(tx, workspaceId), zone)
    if (known?.zone !== zone || days.length > many) {
      await tx.execute(sql`delete from usage_joined where workspace_id = ${workspaceId}`)
      await countAll(tx, workspaceId, zone)
    } else {
      await tx.execute(sql`create temporary table usage_touched (kind text, who bigint, day date) on commit drop`)
      await joinPeople(tx, workspaceId)
      if (days.length > 0) await countSome(tx, workspaceId, days)
      await followTouched(tx, workspaceId)
    }
    await tx.execute(sql`insert into usage_zones (workspace_id, zone) values (${workspaceId}, ${zone})
      on conflict (workspace_id) do update set zone = excluded.zone`)
  })
}
