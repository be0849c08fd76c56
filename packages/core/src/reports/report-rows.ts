import { type Db, people, reports, teams } from '@quarterdeck/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFound, type Scope } from '../kernel/index.ts'
import type { ReportAttempt, ReportDto } from './model.ts'
import { lastDay } from './span.ts'

export type ReportRow = typeof reports.$inferSelect

const requester = alias(people, 'requester')
const other = alias(reports, 'other')

const subject = (table: typeof reports | typeof other) =>
  sql`coalesce(${table.teamId}, ${table.personId}, ${table.workspaceId})`

/** Other rows of the same report: earlier versions, and tries at new ones. */
export const isSameReport = sql`${other.workspaceId} = ${reports.workspaceId} and ${other.kind} = ${reports.kind}
  and ${other.periodEnd} = ${reports.periodEnd} and ${other.periodStart} = ${reports.periodStart}
  and ${subject(other)} = ${subject(reports)} and ${other.id} <> ${reports.id}`

/** One row of each report: what is read, or else the newest try at it. */
export const isShown: SQL = sql`${reports.supersededAt} is null and (${reports.status} = 'ready' or not exists (
  select 1 from ${reports} as other where ${isSameReport} and ${other.supersededAt} is null
    and (${other.status} = 'ready' or (${other.createdAt}, ${other.id}) > (${reports.createdAt}, ${reports.id}))))`

const attempt = sql<ReportAttempt | null>`(select jsonb_build_object('id', ${other.id}, 'status', ${other.status},
    'stage', ${other.stage}, 'progress', ${other.progress}, 'error', ${other.error})
  from ${reports} as other where ${isSameReport} and ${other.status} <> 'ready'
    and (${other.createdAt}, ${other.id}) > (${reports.createdAt}, ${reports.id})
  order by ${other.createdAt} desc, ${other.id} desc limit 1)`

export const selectReports = (db: Db) =>
  db
    .select({
      report: reports,
      person: { id: people.id, name: people.name },
      team: { id: teams.id, name: teams.name },
      requestedBy: { id: requester.id, name: requester.name },
      attempt,
    })
    .from(reports)
    .leftJoin(people, eq(people.id, reports.personId))
    .leftJoin(teams, eq(teams.id, reports.teamId))
    .leftJoin(requester, eq(requester.id, reports.requestedBy))
    .$dynamic()
export type ListedReport = Awaited<ReturnType<typeof selectReports>>[number]

/** How many claims a card shows. */
const previewed = 3

export function toDto({ report, person, team, requestedBy, attempt: tried }: ListedReport): ReportDto {
  const { id, kind, title, timeZone, localDate, status, stage, progress, error, factCount, eligibleCount } = report
  const { citedCount, coverage, refusedClaims, model, staleAt, generatedAt, origin } = report
  return {
    ...{ id, kind, person, team, title, timeZone, localDate, status, stage, progress, error, attempt: tried },
    ...{ factCount, eligibleCount, citedCount, coverage, refusedClaims, model, requestedBy, origin },
    lastDate: lastDay({ to: report.periodEnd, timeZone }),
    preview: report.sections
      .flatMap(({ bullets }) => bullets)
      .slice(0, previewed)
      .map(({ text }) => text),
    periodStart: report.periodStart.toISOString(),
    periodEnd: report.periodEnd.toISOString(),
    staleAt: staleAt?.toISOString() ?? null,
    generatedAt: generatedAt?.toISOString() ?? null,
    createdAt: report.createdAt.toISOString(),
    updatedAt: report.updatedAt.toISOString(),
  }
}

export const namedReport = ({ workspaceId }: Pick<Scope, 'workspaceId'>, id: string) =>
  and(eq(reports.workspaceId, workspaceId), eq(reports.id, id))

/** @throws DomainError `not_found` */
export async function getRow(db: Db, scope: Pick<Scope, 'workspaceId'>, id: string): Promise<ListedReport> {
  const [row] = await selectReports(db).where(namedReport(scope, id))
  if (!row) throw notFound('This report')
  return row
}
