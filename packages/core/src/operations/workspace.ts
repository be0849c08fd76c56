import { rowsOf, workspaces } from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { countOpenIssues } from '../issues/index.ts'
import { audit, type Deps, invalid, notFound, type Scope, timeZoneInput } from '../kernel/index.ts'
import { countUnanswered } from '../knowledge/index.ts'
import { countWaiting } from '../support/index.ts'
import type { CountsDto, WorkspaceDto } from './model.ts'
import { countSample } from './sample.ts'

/** The workspace that the caller works in. */
export async function getWorkspace(deps: Deps, scope: Scope): Promise<WorkspaceDto> {
  const [workspace] = await deps.db.select().from(workspaces).where(eq(workspaces.id, scope.workspaceId))
  if (!workspace) throw notFound('This workspace')
  const { id, name, slug, timeZone } = workspace
  return { id, name, slug, timeZone, sample: await countSample(deps, scope) }
}

/** What is left out stays as it is. */
export const updateWorkspaceInput = z.strictObject({
  /** What customers and colleagues see it called. */
  name: z.string().trim().min(1).max(100).optional(),
  /** Whose days the dashboards count by. */
  timeZone: timeZoneInput.optional(),
})
export type UpdateWorkspaceInput = z.infer<typeof updateWorkspaceInput>

/** @throws DomainError `invalid` for a zone that only Node knows: the database counts the days. */
async function requireKnownZone({ db }: Deps, timeZone: string): Promise<void> {
  const [known] = await rowsOf(db, sql`select from pg_timezone_names where lower(name) = lower(${timeZone}) limit 1`)
  if (!known) throw invalid(`The database knows no time zone ${timeZone}: choose a place near by`)
}

/**
 * Changes what is given; the short name stays. In another zone days begin at other moments: those of essays are counted
 * anew at once, by a trigger, those of events before they are next read.
 * @throws DomainError `invalid` for a zone that the database does not know.
 */
export async function updateWorkspace(deps: Deps, scope: Scope, input: UpdateWorkspaceInput): Promise<WorkspaceDto> {
  if (input.timeZone) await requireKnownZone(deps, input.timeZone)
  await deps.db.transaction(async tx => {
    const isThis = eq(workspaces.id, scope.workspaceId)
    const { name, timeZone } = workspaces
    const [before] = await tx.select({ name, timeZone }).from(workspaces).where(isThis).for('update')
    if (!before) throw notFound('This workspace')
    const after = { name: input.name ?? before.name, timeZone: input.timeZone ?? before.timeZone }
    await tx.update(workspaces).set(after).where(isThis)
    const entity = { entity: 'workspace', entityId: scope.workspaceId }
    await audit(tx, scope, { action: 'workspace.update', ...entity, before, after })
  })
  return getWorkspace(deps, scope)
}

export async function getCounts(deps: Deps, scope: Scope): Promise<CountsDto> {
  return {
    openIssues: await countOpenIssues(deps, scope),
    openEscalations: await countWaiting(deps, scope),
    unansweredQuestions: await countUnanswered(deps, scope),
  }
}
