import { reportCitations } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import type { ById, Deps, Scope } from '../kernel/index.ts'
import { collectFacts } from './collect.ts'
import type { ReportCoverageDto, RepositoryCoverage, RoutineReason } from './model.ts'
import { getRow } from './report-rows.ts'
import { routineReason } from './writing/routine.ts'

/** How many missing facts are named. */
const named = 100

/** How much of what happened a report tells, counted against the facts as they stand now. @throws DomainError `not_found` */
export async function getCoverage({ db }: Deps, scope: Scope, { id }: ById): Promise<ReportCoverageDto> {
  const { report } = await getRow(db, scope, id)
  const span = { from: report.periodStart, to: report.periodEnd }
  const { facts } = await collectFacts(db, scope.workspaceId, report, span)
  const rows = await db
    .select({ factId: reportCitations.factId })
    .from(reportCitations)
    .where(eq(reportCitations.reportId, id))
  const cited = new Set(rows.map(({ factId }) => factId))
  const routine = new Map<RoutineReason, number>()
  const repositories = new Map<string, RepositoryCoverage>()
  const missing: ReportCoverageDto['missing'] = []
  for (const fact of facts) {
    const isCited = cited.has(fact.id)
    const reason = routineReason(fact)
    if (reason) {
      routine.set(reason, (routine.get(reason) ?? 0) + 1)
      continue
    }
    const { id: factId, repositoryId, repository: fullName, kind, title, text, url, occurredAt } = fact
    const counted = repositories.get(repositoryId) ?? { repositoryId, fullName, used: 0, total: 0 }
    repositories.set(repositoryId, { ...counted, used: counted.used + Number(isCited), total: counted.total + 1 })
    const words = { factId, kind, title: title ?? text, url, fullName, occurredAt: occurredAt.toISOString() }
    if (!isCited) missing.push(words)
  }
  const list = [...repositories.values()].sort((a, b) => b.total - a.total || a.fullName.localeCompare(b.fullName))
  const eligible = list.reduce((sum, { total }) => sum + total, 0)
  const used = list.reduce((sum, each) => sum + each.used, 0)
  return {
    ...{ id, facts: facts.length, eligible, cited: used, coverage: eligible === 0 ? null : used / eligible },
    ...{ repositories: list, missing: missing.slice(0, named) },
    routine: [...routine].map(([reason, count]) => ({ reason, facts: count })),
  }
}
