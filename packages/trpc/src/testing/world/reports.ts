import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { createTeam, generateReport } from '@quarterdeck/core/reports'
import { gitActors } from '@quarterdeck/db'

export interface ReportThings {
  teamId: string
  teamActorId: string
  /** About a person. */
  reportId: string
  teamReportId: string
}

/** A team of one, and a report about a person and about that team. */
export async function fillReports(deps: Deps, scope: Scope, personId: string, mark: string): Promise<ReportThings> {
  const [actor] = await deps.db
    .insert(gitActors)
    .values({ workspaceId: scope.workspaceId, key: `name:${mark}`, name: `${mark} actor` })
    .returning({ id: gitActors.id })
  const teamActorId = actor?.id ?? ''
  const team = await createTeam(deps, scope, { name: `${mark} team`, actorIds: [teamActorId] })
  const span = { from: '2026-01-05', to: '2026-01-07' }
  const own = await generateReport(deps, scope, { kind: 'manual', personId, ...span })
  const teams = await generateReport(deps, scope, { kind: 'manual', teamId: team.id, ...span })
  return { teamId: team.id, teamActorId, reportId: own.id, teamReportId: teams.id }
}
