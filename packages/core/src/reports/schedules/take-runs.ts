import { type Db, reportRuns, reports, rowsOf } from '@quarterdeck/db'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { systemScope } from '../../identity/index.ts'
import { type Deps, moments, type Scope } from '../../kernel/index.ts'
import { allowanceOf, isUsedUp, usedUp } from '../allowance.ts'
import { requestReport } from '../request-report.ts'

/** Reports that nobody asked for and that are in work at once: whoever asks for one waits behind no more than these. */
export const inWork = 20

/** Runs looked at in one transaction. */
const atOnce = 1_000

type Run = typeof reportRuns.$inferSelect

const isOpen = and(eq(reportRuns.status, 'queued'), isNull(reportRuns.takenAt))

/**
 * Ends runs that need no report, many at a time: of who left, of whom nothing is known in repositories, of whose
 * repositories there is nothing to tell.
 */
async function skipIdle({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now()
  const rows = await rowsOf(
    db,
    sql`with picked as (
      select id, workspace_id, person_id, period_start, due_at from report_runs
      where status = 'queued' and taken_at is null order by due_at, id limit ${atOnce} for update skip locked),
    judged as (
      select picked.id, case
        when not exists (select from members m join people p on p.id = m.person_id
          where m.workspace_id = picked.workspace_id and m.person_id = picked.person_id and m.role <> 'member'
            and p.deactivated_at is null)
          then 'No longer of the staff'
        when not exists (select from git_actors g
          where g.person_id = picked.person_id and g.workspace_id = picked.workspace_id)
          then 'Nobody in the repositories is known to be this person: link them under Engineering, Contributors'
        when not exists (select from git_actors g
          join activity a on a.actor_id = g.id and a.superseded_at is null and a.removed_at is null
            and a.occurred_at >= picked.period_start and a.occurred_at < picked.due_at
          join repositories r on r.id = a.repository_id and r.is_tracked
          where g.person_id = picked.person_id and g.workspace_id = picked.workspace_id)
          then 'Nothing happened'
        end as reason from picked)
    update report_runs r set status = 'skipped', reason = judged.reason, finished_at = ${moments(now)}
    from judged where judged.id = r.id and judged.reason is not null returning r.id`,
  )
  return rows.length
}

/** How many more reports may be begun. */
async function roomLeft(db: Db): Promise<number> {
  const isWorked = and(inArray(reports.status, ['queued', 'generating']), isNull(reports.requestedBy))
  return inWork - (await db.$count(reports, isWorked))
}

/** Asks for the report of the run that waits longest; false when none does. */
async function takeOne(deps: Deps): Promise<boolean> {
  return deps.db.transaction(async tx => {
    const [run] = await tx
      .select()
      .from(reportRuns)
      .where(isOpen)
      .orderBy(asc(reportRuns.dueAt), asc(reportRuns.id))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!run) return false
    await tx
      .update(reportRuns)
      .set(await begin(tx, deps, run))
      .where(eq(reportRuns.id, run.id))
    return true
  })
}

async function begin(tx: Db, deps: Deps, run: Run): Promise<Partial<Run>> {
  const { workspaceId, personId, kind, localDate, timeZone, periodStart, dueAt } = run
  const scope: Scope = systemScope(workspaceId, 'report schedules')
  const now = deps.clock.now()
  // On the transaction's connection: an embedded database has no other.
  if (isUsedUp(await allowanceOf({ ...deps, db: tx }, scope, personId)))
    return { status: 'skipped', reason: usedUp, finishedAt: now }
  const span = { from: periodStart, to: dueAt, timeZone, localDate }
  const report = await requestReport(tx, deps, scope, { kind, span, personId, teamId: null, requestedBy: null })
  return { takenAt: now, reportId: report.id }
}

/** Begins as many reports as there is room for: fewer than were looked at to see whether they are needed. */
export async function takeRuns(deps: Deps): Promise<void> {
  while ((await skipIdle(deps)) > 0);
  for (let room = await roomLeft(deps.db); room > 0; room--) if (!(await takeOne(deps))) return
}
