import { type Db, reports, workspaces } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { addDays, localDay } from '../kernel/index.ts'
import { requestReport } from './request-report.ts'
import { spanOf } from './span.ts'

const ofSample = ({ workspaceId }: Scope) => and(eq(reports.workspaceId, workspaceId), eq(reports.origin, 'sample'))

/** Asks for reports of last week and of the two days before today; templates write them, so that they cost nothing. */
export async function requestSampleReports(deps: Deps, scope: Scope): Promise<void> {
  const { db, clock } = deps
  const [workspace] = await db
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId))
  const calendar = { timeZone: workspace?.timeZone ?? 'UTC', weekStart: 'monday' as const, now: clock.now() }
  const dayBefore = addDays(localDay(calendar.now, calendar.timeZone), -2)
  const asked = [
    { kind: 'weekly', span: spanOf('weekly', {}, calendar) },
    { kind: 'daily', span: spanOf('daily', { from: dayBefore }, calendar) },
    { kind: 'daily', span: spanOf('daily', {}, calendar) },
  ] as const
  await db.transaction(async tx => {
    for (const each of asked) {
      await requestReport(tx, deps, scope, {
        ...each,
        personId: null,
        teamId: null,
        requestedBy: null,
        origin: 'sample',
      })
    }
  })
}

export const countSampleReports = (db: Db, scope: Scope): Promise<number> => db.$count(reports, ofSample(scope))

/** Takes them out again, with what people had written anew of them. */
export async function removeSampleReports(tx: Db, scope: Scope): Promise<number> {
  return (await tx.delete(reports).where(ofSample(scope)).returning({ id: reports.id })).length
}
