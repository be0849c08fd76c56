import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'
import { createTeam, generateReport, setSchedule } from '@quarterdeck/core/reports'
import { entitlements, gitActors, members, people, reportRuns } from '@quarterdeck/db'

export interface ReportThings {
  teamId: string
  teamActorId: string
  /** About a person. */
  reportId: string
  teamReportId: string
  /** Of the staff, with a schedule. */
  readerId: string
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
  const readerId = await makeReader(deps, scope, mark, own.id)
  return { readerId, teamId: team.id, teamActorId, reportId: own.id, teamReportId: teams.id }
}

/** Somebody who had a report by their schedule, and whose plan has ended. */
async function makeReader(deps: Deps, scope: Scope, mark: string, reportId: string): Promise<string> {
  const { workspaceId } = scope
  const personId = newId()
  await deps.db.insert(people).values({ id: personId, email: `${personId}@example.com`, name: `${mark} reader` })
  await deps.db.insert(members).values({ workspaceId, personId, role: 'agent' })
  const ended = { tier: 'pro' as const, features: ['reports'], validUntil: new Date('2026-01-01') }
  await deps.db.insert(entitlements).values({ workspaceId, personId, ...ended })
  await setSchedule(deps, scope, { personId, timeZone: 'UTC' })
  const span = { periodStart: new Date('2026-01-05'), dueAt: new Date('2026-01-06') }
  await deps.db.insert(reportRuns).values({
    ...{
      workspaceId,
      personId,
      reportId,
      kind: 'daily',
      localDate: '2026-01-05',
      timeZone: 'UTC',
      status: 'done',
      ...span,
    },
  })
  return personId
}
