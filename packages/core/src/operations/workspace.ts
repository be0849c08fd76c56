import { workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { countOpenIssues } from '../issues/index.ts'
import { audit, type Deps, notFound, type Scope } from '../kernel/index.ts'
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

export const updateWorkspaceInput = z.strictObject({
  /** What customers and colleagues see it called. */
  name: z.string().trim().min(1).max(100),
})
export type UpdateWorkspaceInput = z.infer<typeof updateWorkspaceInput>

/** Renames the workspace; its short name stays. */
export async function updateWorkspace(deps: Deps, scope: Scope, { name }: UpdateWorkspaceInput): Promise<WorkspaceDto> {
  await deps.db.transaction(async tx => {
    const isThis = eq(workspaces.id, scope.workspaceId)
    const [before] = await tx.select({ name: workspaces.name }).from(workspaces).where(isThis).for('update')
    if (!before) throw notFound('This workspace')
    await tx.update(workspaces).set({ name }).where(isThis)
    const entity = { entity: 'workspace', entityId: scope.workspaceId }
    await audit(tx, scope, { action: 'workspace.update', ...entity, before, after: { name } })
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
