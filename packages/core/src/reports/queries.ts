import { activity, type Db, gitActors, reportCitations, reportCoverage, reports, repositories } from '@quarterdeck/db'
import { and, asc, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { type ById, type Deps, moments, type Page, readCursor, type Scope, toPage } from '../kernel/index.ts'
import type { ListReportsInput } from './inputs.ts'
import type { ReportCitationDto, ReportDetailDto, ReportDto, RepositoryCoverage } from './model.ts'
import { getRow, isShown, type ReportRow, selectReports, toDto } from './report-rows.ts'

const ofPerson = (personId: string | null | undefined): SQL | undefined => {
  if (personId === undefined) return undefined
  return personId ? eq(reports.personId, personId) : and(isNull(reports.personId), isNull(reports.teamId))
}

/** Reports, of the latest time first: each once, as it is read, or as it is being made. */
export async function listReports({ db }: Deps, scope: Scope, input: ListReportsInput): Promise<Page<ReportDto>> {
  const { kind, personId, teamId, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await selectReports(db)
    .where(
      and(
        eq(reports.workspaceId, scope.workspaceId),
        isShown,
        kind ? eq(reports.kind, kind) : undefined,
        ofPerson(personId),
        teamId ? eq(reports.teamId, teamId) : undefined,
        after ? sql`(${reports.periodEnd}, ${reports.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(reports.periodEnd), desc(reports.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ report }) => ({ at: report.periodEnd, id: report.id }), toDto)
}

async function citationsOf(db: Db, reportId: string): Promise<ReportCitationDto[]> {
  const rows = await db
    .select({
      ...{ number: reportCitations.number, factId: reportCitations.factId, url: reportCitations.url },
      ...{ kind: activity.kind, title: activity.title, text: activity.text, occurredAt: activity.occurredAt },
      repository: { id: repositories.id, fullName: repositories.fullName },
      actor: { id: gitActors.id, login: gitActors.login, name: gitActors.name },
    })
    .from(reportCitations)
    .innerJoin(activity, eq(activity.id, reportCitations.factId))
    .innerJoin(repositories, eq(repositories.id, activity.repositoryId))
    .leftJoin(gitActors, eq(gitActors.id, activity.actorId))
    .where(eq(reportCitations.reportId, reportId))
    .orderBy(asc(reportCitations.number))
  return rows.map(({ actor, text, title, occurredAt, ...row }) => ({
    ...row,
    title: title ?? text,
    actor: actor && { id: actor.id, name: actor.login ?? actor.name ?? 'Somebody' },
    occurredAt: occurredAt.toISOString(),
  }))
}

const coverageOf = (db: Db, reportId: string): Promise<RepositoryCoverage[]> =>
  db
    .select({
      ...{ repositoryId: reportCoverage.repositoryId, fullName: repositories.fullName },
      ...{ used: reportCoverage.used, total: reportCoverage.total },
    })
    .from(reportCoverage)
    .innerJoin(repositories, eq(repositories.id, reportCoverage.repositoryId))
    .where(eq(reportCoverage.reportId, reportId))
    .orderBy(desc(reportCoverage.total), asc(repositories.fullName))

/** The ready report of the same kind about the same people that is next to it in time. */
async function neighbour(db: Db, report: ReportRow, which: 'previous' | 'next'): Promise<string | null> {
  const { workspaceId, kind, personId, teamId, periodStart } = report
  const isEarlier = which === 'previous'
  const [row] = await db
    .select({ id: reports.id })
    .from(reports)
    .where(
      and(
        eq(reports.workspaceId, workspaceId),
        eq(reports.kind, kind),
        sql`${reports.personId} is not distinct from ${personId}::uuid`,
        sql`${reports.teamId} is not distinct from ${teamId}::uuid`,
        eq(reports.status, 'ready'),
        isNull(reports.supersededAt),
        isEarlier
          ? sql`${reports.periodStart} < ${moments(periodStart)}`
          : sql`${reports.periodStart} > ${moments(periodStart)}`,
      ),
    )
    .orderBy(
      ...(isEarlier ? [desc(reports.periodStart), desc(reports.id)] : [asc(reports.periodStart), asc(reports.id)]),
    )
    .limit(1)
  return row?.id ?? null
}

/** A report whole. @throws DomainError `not_found` */
export async function getReport({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<ReportDetailDto> {
  const row = await getRow(db, scope, id)
  const { sections, markdown, notices, promptVersion, inputTokens, outputTokens, cost, supersededById } = row.report
  return {
    ...toDto(row),
    ...{ sections, markdown, notices, promptVersion, inputTokens, outputTokens, cost, supersededById },
    citations: await citationsOf(db, id),
    repositories: await coverageOf(db, id),
    previousId: await neighbour(db, row.report, 'previous'),
    nextId: await neighbour(db, row.report, 'next'),
  }
}
