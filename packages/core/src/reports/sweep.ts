import { reports, rowsOf } from '@quarterdeck/db'
import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { type Deps, earlier, minutes, moments } from '../kernel/index.ts'
import { cacheKeyOf, collectFacts } from './collect.ts'

/** How far back arrivals are looked at: the rounds of some minutes, should one be late. */
const arrivals = minutes(15)

/** After how long without a sign of life the making of a report is given up: longer than its job may take with all retries. */
const givenUpAfter = minutes(60)

const isRead = sql`r.status = 'ready' and r.superseded_at is null and r.stale_at is null`

/**
 * Ready reports, not known to be stale, that may be: in whose hours a fact of somebody whom they tell of came in or
 * changed lately, or who cite one that was taken back; of whom it was said lately who they are in the repositories, or
 * no longer; of a team that has other members.
 */
const touched = (since: Date) => sql`
  with arrived as (
    select a.workspace_id, date_trunc('hour', a.occurred_at) as hour, g.person_id
    from workspaces w
      join activity a on a.workspace_id = w.id and a.created_at > ${moments(since)}
      left join git_actors g on g.id = a.actor_id
    group by 1, 2, 3)
  select r.id from arrived a
    join reports r on r.workspace_id = a.workspace_id and r.period_end > a.hour
      and r.period_start < a.hour + interval '1 hour' and (r.person_id is null or r.person_id = a.person_id)
  where ${isRead}
  union
  select r.id from workspaces w
    join activity a on a.workspace_id = w.id and a.removed_at > ${moments(since)}
    join report_citations c on c.fact_id = a.id
    join reports r on r.id = c.report_id
  where ${isRead}
  union
  select r.id from git_actors g
    join reports r on r.person_id = g.person_id and r.workspace_id = g.workspace_id
  where g.updated_at > ${moments(since)} and ${isRead} and exists (select from activity a
    where a.actor_id = g.id and a.occurred_at >= r.period_start and a.occurred_at < r.period_end)
  union
  select r.id from git_actors g
    join activity a on a.actor_id = g.id
    join report_citations c on c.fact_id = a.id
    join reports r on r.id = c.report_id and r.person_id is distinct from g.person_id and r.person_id is not null
  where g.link_decided_at > ${moments(since)} and ${isRead}
  union
  select r.id from teams t join reports r on r.team_id = t.id
  where t.updated_at > ${moments(since)} and t.updated_at > r.generated_at and ${isRead}`

/**
 * Marks reports whose facts are not those that they were written from. Looks only at those where something came in or
 * was taken back lately.
 */
export async function markStale({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now()
  const found = await rowsOf<{ id: string }>(db, touched(earlier(now, arrivals)))
  let marked = 0
  for (const { id } of found) {
    const [report] = await db.select().from(reports).where(eq(reports.id, id))
    if (!report) continue
    const span = { from: report.periodStart, to: report.periodEnd }
    const { facts } = await collectFacts(db, report.workspaceId, report, span)
    // Another way of telling the same is no news: it is compared by the version that wrote it.
    const version = report.promptVersion ?? undefined
    if (cacheKeyOf(report.kind, report, span, facts, version) === report.cacheKey) continue
    await db.update(reports).set({ staleAt: now, updatedAt: now }).where(eq(reports.id, id))
    marked += 1
  }
  return marked
}

/** Ends what nobody makes any more, so that it can be asked for again. */
async function giveUp({ db, clock }: Deps): Promise<void> {
  const now = clock.now()
  await db
    .update(reports)
    .set({ status: 'failed', stage: null, error: 'The work on it broke off: ask for it again', updatedAt: now })
    .where(and(inArray(reports.status, ['queued', 'generating']), lt(reports.updatedAt, earlier(now, givenUpAfter))))
}

export async function sweepReports(deps: Deps): Promise<void> {
  await giveUp(deps)
  await markStale(deps)
}
