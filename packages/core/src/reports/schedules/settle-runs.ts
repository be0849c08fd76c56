import { type Db, people, reportRuns, reportSchedules, reports } from '@quarterdeck/db'
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { type Deps, sendEmail } from '../../kernel/index.ts'
import { citedAddresses, mailOf } from './mail.ts'

type Report = typeof reports.$inferSelect
type Run = typeof reportRuns.$inferSelect

/** Runs whose ends are noted in one transaction. */
const atOnce = 50

/** What became of a run by what became of its report. */
function endOf(report: Report | null): Pick<Run, 'status' | 'reason'> {
  if (!report) return { status: 'skipped', reason: 'The report was removed while it was being made' }
  if (report.status === 'ready') return { status: 'done', reason: null }
  return { status: 'failed', reason: report.error ?? 'The report could not be made' }
}

/** Whoever wants reports by e-mail gets the newest: of those that were made up for, one is enough. */
async function mail(tx: Db, deps: Deps, run: Run, report: Report): Promise<void> {
  const { workspaceId, personId, kind, localDate } = run
  const [reader] = await tx
    .select({ email: people.email })
    .from(reportSchedules)
    .innerJoin(people, eq(people.id, reportSchedules.personId))
    .where(
      and(
        eq(reportSchedules.workspaceId, workspaceId),
        eq(reportSchedules.personId, personId),
        reportSchedules.byEmail,
        isNotNull(people.email),
        isNull(people.deactivatedAt),
        sql`not exists (select from report_runs newer where newer.workspace_id = ${workspaceId}
          and newer.person_id = ${personId} and newer.kind = ${kind} and newer.local_date > ${localDate}
          and newer.status in ('queued', 'done'))`,
      ),
    )
  if (!reader?.email) return
  const written = mailOf(deps, report, await citedAddresses(tx, report.id))
  await sendEmail(tx, deps, { workspaceId, to: reader.email, ...written })
}

/** Notes how the reports of runs ended, and sends those that are ready. @returns how many ended. */
export async function settleRuns(deps: Deps): Promise<number> {
  const finishedAt = deps.clock.now()
  return deps.db.transaction(async tx => {
    const ended = await tx
      .select({ run: reportRuns, report: reports })
      .from(reportRuns)
      .leftJoin(reports, eq(reports.id, reportRuns.reportId))
      .where(
        and(
          eq(reportRuns.status, 'queued'),
          isNotNull(reportRuns.takenAt),
          or(isNull(reports.id), inArray(reports.status, ['ready', 'failed'])),
        ),
      )
      .orderBy(asc(reportRuns.dueAt), asc(reportRuns.id))
      .limit(atOnce)
      .for('update', { of: reportRuns, skipLocked: true })
    for (const { run, report } of ended) {
      await tx
        .update(reportRuns)
        .set({ ...endOf(report), finishedAt })
        .where(eq(reportRuns.id, run.id))
      if (report?.status === 'ready') await mail(tx, deps, run, report)
    }
    return ended.length
  })
}
