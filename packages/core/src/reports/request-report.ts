import { type Db, reports } from '@quarterdeck/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import type { Subject } from './collect.ts'
import { reportJob } from './jobs.ts'
import type { ReportKind, ReportStatus } from './model.ts'
import { type ReportSpan, titleOf } from './span.ts'

/** What a report is to tell of, and who asked. */
export interface ReportRequest extends Subject {
  kind: ReportKind
  span: ReportSpan
  requestedBy: string | null
  origin?: 'product' | 'sample'
}

export interface RequestedReport {
  id: string
  status: ReportStatus
}

/** Versions of one report: of the same kind, subject and span. */
export const isOf = (
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  {
    kind,
    personId,
    teamId,
    span,
  }: Pick<ReportRequest, 'kind' | 'personId' | 'teamId'> & {
    span: Pick<ReportSpan, 'from' | 'to'>
  },
) =>
  and(
    eq(reports.workspaceId, workspaceId),
    eq(reports.kind, kind),
    sql`coalesce(${reports.teamId}, ${reports.personId}, ${reports.workspaceId})
      = ${teamId ?? personId ?? workspaceId}::uuid`,
    eq(reports.periodStart, span.from),
    eq(reports.periodEnd, span.to),
  )

/**
 * Asks for a report, which a job then makes. Of several that ask while it is being made, all get the same.
 * @param anew write it again even if the same facts were written about.
 */
export async function requestReport(
  tx: Db,
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  request: ReportRequest,
  { anew = false } = {},
): Promise<RequestedReport> {
  const { kind, span, personId, teamId, requestedBy, origin } = request
  const now = clock.now()
  const values = {
    ...{ workspaceId, kind, personId, teamId, requestedBy, title: titleOf(kind, span), timeZone: span.timeZone },
    ...{ periodStart: span.from, periodEnd: span.to, localDate: span.localDate, createdAt: now, updatedAt: now },
    ...(origin && { origin }),
  }
  const [made] = await tx.insert(reports).values(values).onConflictDoNothing().returning({ id: reports.id })
  if (made) {
    await jobs.enqueue(tx, reportJob, { workspaceId, reportId: made.id, ...(anew && { anew }) }, { once: made.id })
    return { id: made.id, status: 'queued' }
  }
  const [making] = await tx
    .select({ id: reports.id, status: reports.status })
    .from(reports)
    .where(and(isOf({ workspaceId }, request), inArray(reports.status, ['queued', 'generating'])))
  // It became ready between the two statements: ask again.
  return making ?? requestReport(tx, { jobs, clock }, { workspaceId }, request, { anew })
}
