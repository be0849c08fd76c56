import { reportRuns, reportSchedules, reports, teams } from '@quarterdeck/db'
import { newId } from '../../kernel/index.ts'
import type { TestWorld } from '../../testing/index.ts'

/** Of `PlantedPerson`, which plants this. */
interface Planted {
  id: string
  mark: string
  name: string
  email: string
}

/** A report about them with its schedule and run, and one of a team that names them. */
export async function plantReports(
  db: TestWorld['deps']['db'],
  workspaceId: string,
  { id: personId, mark, name, email }: Planted,
): Promise<void> {
  const span = { periodStart: new Date('2026-03-02'), periodEnd: new Date('2026-03-03'), localDate: '2026-03-02' }
  const daily = { ...span, workspaceId, kind: 'daily' as const, timeZone: 'UTC' }
  const told = (text: string) => [{ key: 'work', title: 'Work completed', bullets: [{ text, citations: [] }] }]
  const [teamId, reportId] = [newId(), newId()]
  await db.insert(teams).values({ id: teamId, workspaceId, name: `Team ${teamId}` })
  await db.insert(reports).values([
    { ...daily, id: reportId, personId, title: mark, markdown: mark, status: 'ready', requestedBy: personId },
    {
      ...{ ...daily, teamId, title: `Of ${name}`, markdown: `${name} fixed it`, sections: told(`Ask ${email}`) },
      ...{ status: 'ready', error: name, notices: [`By ${name}`], requestedBy: personId },
    },
  ])
  await db.insert(reportSchedules).values({ workspaceId, personId, timeZone: mark })
  const { periodStart, localDate, periodEnd: dueAt } = span
  const run = {
    workspaceId,
    personId,
    kind: 'daily' as const,
    timeZone: 'UTC',
    periodStart,
    dueAt,
    localDate,
    reportId,
  }
  await db.insert(reportRuns).values({ ...run, status: 'failed', reason: mark })
}
