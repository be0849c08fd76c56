import { reports, rowsOf } from '@quarterdeck/db'
import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { type Deps, earlier, minutes, moments } from '../kernel/index.ts'
import { cacheKeyOf, collectFacts } from './collect.ts'

/** How far back arrivals are looked at: the rounds of some minutes, should one be late. */
const arrivals = minutes(15)

/** After how long without a sign of life the making of a report is given up: longer than its job may take with all retries. */
const givenUpAfter = minutes(60)

/** Ready reports, not known to be stale, in whose span a fact came in, changed or went lately. */
const touched = (since: Date) => sql`
  select r.id from reports r
  where r.status = 'ready' and r.superseded_at is null and r.stale_at is null
    and exists (select 1 from activity a
      where a.workspace_id = r.workspace_id and a.created_at > ${moments(since)}
        and a.occurred_at >= r.period_start and a.occurred_at < r.period_end)
  union
  select r.id from reports r
    join report_citations c on c.report_id = r.id
    join activity a on a.id = c.fact_id
  where r.status = 'ready' and r.superseded_at is null and r.stale_at is null and a.removed_at > ${moments(since)}`

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
    if (cacheKeyOf(report.kind, report, span, facts) === report.cacheKey) continue
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
