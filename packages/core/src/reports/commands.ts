import { type Db, members, reportSchedules, reports, teams, workspaces } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { audit, type ById, type Deps, notFound, type Scope, takeRate } from '../kernel/index.ts'
import { checkAllowance } from './allowance.ts'
import { cacheKeyOf, collectFacts, type Subject } from './collect.ts'
import type { GenerateReportInput } from './inputs.ts'
import { getRow } from './report-rows.ts'
import { isOf, type ReportRequest, type RequestedReport, requestReport } from './request-report.ts'
import { spanOf, type WeekStart } from './span.ts'

const personOf = ({ actor }: Scope) => (actor.kind === 'person' ? actor.id : null)

/** @throws DomainError `limit_reached` when somebody asks a model too often. */
async function takeTurn(deps: Deps, { actor }: Scope): Promise<void> {
  if (deps.llm && actor.kind !== 'system') await takeRate(deps, deps.limits.costly, `${actor.kind}:${actor.id}`)
}

/** @throws DomainError `not_found` */
async function checkSubject(db: Db, { workspaceId }: Scope, { personId, teamId }: Subject): Promise<void> {
  if (personId) {
    const isMember = and(eq(members.workspaceId, workspaceId), eq(members.personId, personId))
    if ((await db.$count(members, isMember)) === 0) throw notFound('This person')
  }
  if (teamId) {
    const isTeam = and(eq(teams.workspaceId, workspaceId), eq(teams.id, teamId))
    if ((await db.$count(teams, isTeam)) === 0) throw notFound('This team')
  }
}

/** By whose calendar a report is made: the person's own, where they have said one, else the workspace's. */
async function calendarOf(
  db: Db,
  { workspaceId }: Scope,
  { personId }: Subject,
): Promise<{ timeZone: string; weekStart: WeekStart }> {
  const [own] = personId
    ? await db
        .select({ timeZone: reportSchedules.timeZone, weekStart: reportSchedules.weekStart })
        .from(reportSchedules)
        .where(and(eq(reportSchedules.workspaceId, workspaceId), eq(reportSchedules.personId, personId)))
    : []
  if (own) return own
  const [workspace] = await db
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return { timeZone: workspace?.timeZone ?? 'UTC', weekStart: 'monday' }
}

/** The report that tells of exactly these facts already. */
async function findCurrent(db: Db, scope: Scope, request: ReportRequest): Promise<RequestedReport | null> {
  const [ready] = await db
    .select({ id: reports.id, cacheKey: reports.cacheKey })
    .from(reports)
    .where(and(isOf(scope, request), eq(reports.status, 'ready'), isNull(reports.supersededAt)))
  if (!ready) return null
  const { facts } = await collectFacts(db, scope.workspaceId, request, request.span)
  const isSame = cacheKeyOf(request.kind, request, request.span, facts) === ready.cacheKey
  return isSame ? { id: ready.id, status: 'ready' } : null
}

/**
 * Asks for a report; a job makes it. The one that is there already, where nothing has happened since.
 * @throws DomainError `not_found`; `invalid`; `limit_reached` when somebody asks a model too often, or has had the month's
 * free reports.
 */
export async function generateReport(deps: Deps, scope: Scope, input: GenerateReportInput): Promise<RequestedReport> {
  const { kind, personId = null, teamId = null, from, to, timeZone } = input
  await checkSubject(deps.db, scope, { personId, teamId })
  const calendar = await calendarOf(deps.db, scope, { personId, teamId })
  const span = spanOf(kind, { from, to }, { ...calendar, ...(timeZone && { timeZone }), now: deps.clock.now() })
  const request: ReportRequest = { kind, personId, teamId, span, requestedBy: personOf(scope) }
  const current = await findCurrent(deps.db, scope, request)
  if (!current) {
    await checkAllowance(deps, scope, personOf(scope))
    await takeTurn(deps, scope)
  }
  return deps.db.transaction(async tx => {
    const made = current ?? (await requestReport(tx, deps, scope, request))
    const after = { kind, personId, teamId, from: span.from, to: span.to, timeZone: span.timeZone }
    await audit(tx, scope, { action: 'reports.generate', entity: 'report', entityId: made.id, after })
    return made
  })
}

/**
 * Asks for a new version of a report, which takes its place when it is complete.
 * @throws DomainError `not_found`; `limit_reached` when somebody asks a model too often, or has had the month's free reports.
 */
export async function regenerateReport(deps: Deps, scope: Scope, { id }: ById): Promise<RequestedReport> {
  const { report } = await getRow(deps.db, scope, id)
  await checkAllowance(deps, scope, personOf(scope))
  await takeTurn(deps, scope)
  const { kind, personId, teamId, periodStart: from, periodEnd: to, timeZone, localDate, origin } = report
  const span = { from, to, timeZone, localDate }
  return deps.db.transaction(async tx => {
    const request = { kind, personId, teamId, span, requestedBy: personOf(scope), origin }
    const made = await requestReport(tx, deps, scope, request, { anew: true })
    await audit(tx, scope, { action: 'reports.regenerate', entity: 'report', entityId: id, after: made })
    return made
  })
}

/** Removes a report with all its versions, also one that is being made. @throws DomainError `not_found` */
export async function removeReport(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const { report } = await getRow(tx, scope, id)
    const { kind, title, personId, teamId, periodStart, periodEnd } = report
    const span = { from: periodStart, to: periodEnd }
    await tx.delete(reports).where(isOf(scope, { kind, personId, teamId, span }))
    const before = { kind, title, personId, teamId }
    await audit(tx, scope, { action: 'reports.remove', entity: 'report', entityId: id, before })
    return { id }
  })
}
