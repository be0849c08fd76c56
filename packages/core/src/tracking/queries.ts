import { events, identities, rowsOf } from '@quarterdeck/db'
import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import {
  beginningWith,
  type Deps,
  days,
  earlier,
  moments,
  type Page,
  readCursor,
  type Scope,
  toPage,
  type Window,
} from '../kernel/index.ts'
import type { ByFunnelStepInput, ByTimeRangeInput, ListEventsInput, RecentInput } from './inputs.ts'
import type { EventDto, NameCount, StepCount, VolumeDto } from './model.ts'
import { bucketFor } from './step-metrics.ts'

type EventRecord = typeof events.$inferSelect

const toDto = ({
  workspaceId: _,
  clientAt: __,
  visitKey: ___,
  occurredAt,
  receivedAt,
  ...event
}: EventRecord): EventDto => ({
  ...event,
  occurredAt: occurredAt.toISOString(),
  receivedAt: receivedAt.toISOString(),
})

async function pageOfEvents(
  { db }: Deps,
  scope: Scope,
  input: { cursor?: string | undefined; limit: number },
  where: (SQL | undefined)[],
): Promise<Page<EventDto>> {
  const after = readCursor(input.cursor)
  const rows = await db
    .select()
    .from(events)
    .where(
      and(
        eq(events.workspaceId, scope.workspaceId),
        ...where,
        after ? sql`(${events.occurredAt}, ${events.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(events.occurredAt), desc(events.id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, ({ occurredAt, id }) => ({ at: occurredAt, id }), toDto)
}

const during = ({ from, to }: Window) => [gte(events.occurredAt, from), lt(events.occurredAt, to)]

/** A person's events: sent under their user id, or from a browser that later identified itself as theirs. */
function ofPerson({ db }: Deps, scope: Scope, personId: string): SQL | undefined {
  const names = (provider: 'user' | 'anonymous') =>
    db
      .select({ subject: identities.subject })
      .from(identities)
      .where(
        and(
          eq(identities.workspaceId, scope.workspaceId),
          eq(identities.provider, provider),
          eq(identities.personId, personId),
        ),
      )
  return or(
    inArray(events.userId, names('user')),
    and(sql`${events.userId} is null`, inArray(events.anonymousId, names('anonymous'))),
  )
}

/** The key finds the visit in the index, the id says that it is this one. */
const ofVisit = (visitId: string) =>
  and(sql`${events.visitKey} = hashtextextended(${visitId}::text, 0)`, eq(events.visitId, visitId))

function searching(search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const prefix = beginningWith(search)
  return or(
    sql`${events.name} ilike ${prefix}`,
    eq(events.visitId, search),
    eq(events.userId, search),
    eq(events.anonymousId, search),
  )
}

/** Events, newest first. */
export async function listEvents(deps: Deps, scope: Scope, input: ListEventsInput): Promise<Page<EventDto>> {
  return pageOfEvents(deps, scope, input, [
    input.name ? eq(events.name, input.name) : undefined,
    input.step ? eq(events.step, input.step) : undefined,
    input.visitId ? ofVisit(input.visitId) : undefined,
    input.personId ? ofPerson(deps, scope, input.personId) : undefined,
    searching(input.search),
  ])
}

/** Events of a half-open time range, newest first. */
export async function eventsByTimeRange(deps: Deps, scope: Scope, input: ByTimeRangeInput): Promise<Page<EventDto>> {
  return pageOfEvents(deps, scope, input, during(input))
}

/** Events of one funnel step in a half-open time range, newest first. */
export async function eventsByFunnelStep(deps: Deps, scope: Scope, input: ByFunnelStepInput): Promise<Page<EventDto>> {
  return pageOfEvents(deps, scope, input, [eq(events.step, input.step), ...during(input)])
}

/** How often each funnel step happened, most frequent first. */
export async function countByFunnelStep({ db }: Deps, scope: Scope, window: Window): Promise<StepCount[]> {
  return rowsOf<StepCount>(
    db,
    sql`select step, count(*)::int as events, count(distinct visit_id)::int as visits from events
      where workspace_id = ${scope.workspaceId} and step is not null
        and occurred_at >= ${moments(window.from)} and occurred_at < ${moments(window.to)}
      group by step order by events desc, step limit 200`,
  )
}

/** The last 30 days, unless the input says otherwise. */
export function recentWindow({ clock }: Deps, { from, to }: RecentInput): Window {
  const end = to ?? clock.now()
  return { from: from ?? earlier(end, days(30)), to: end }
}

/** What events are called and how often they happened, most frequent first, at most 200. */
export async function eventNamesIn(deps: Deps, scope: Scope, input: RecentInput): Promise<{ items: NameCount[] }> {
  const window = recentWindow(deps, input)
  const items = await rowsOf<NameCount>(
    deps.db,
    sql`select name, count(*)::int as events, count(distinct visit_id)::int as visits from events
      where workspace_id = ${scope.workspaceId}
        and occurred_at >= ${moments(window.from)} and occurred_at < ${moments(window.to)}
      group by name order by events desc, name limit 200`,
  )
  return { items }
}

/** Events, visits and errors over time; errors are events that report one. Gaps are filled. */
export async function eventVolume({ db }: Deps, scope: Scope, window: Window): Promise<VolumeDto> {
  const bucketSeconds = bucketFor(window)
  const bucket = sql`make_interval(secs => ${bucketSeconds})`
  const binned = (value: SQL) => sql`date_bin(${bucket}, ${value}, timestamptz 'epoch')`
  const rows = await rowsOf<{ at: number; events: number; visits: number; errors: number }>(
    db,
    sql`with counted as (
        select ${binned(sql`occurred_at`)} as at, count(*)::int as events, count(distinct visit_id)::int as visits,
          count(*) filter (where error_type is not null or error_message is not null or name = 'error')::int as errors
        from events where workspace_id = ${scope.workspaceId}
          and occurred_at >= ${moments(window.from)} and occurred_at < ${moments(window.to)} group by 1
      )
      select (extract(epoch from buckets.at) * 1000)::float8 as at, coalesce(events, 0) as events,
        coalesce(visits, 0) as visits, coalesce(errors, 0) as errors
      from generate_series(${binned(moments(window.from))}, ${moments(new Date(window.to.getTime() - 1))}, ${bucket}) as buckets(at)
      left join counted using (at) order by 1`,
  )
  const [total] = await rowsOf<{ visits: number }>(
    db,
    sql`select count(distinct visit_id)::int as visits from events where workspace_id = ${scope.workspaceId}
        and occurred_at >= ${moments(window.from)} and occurred_at < ${moments(window.to)}`,
  )
  return {
    bucketSeconds,
    visits: total?.visits ?? 0,
    items: rows.map(row => ({ ...row, at: new Date(row.at).toISOString() })),
  }
}
