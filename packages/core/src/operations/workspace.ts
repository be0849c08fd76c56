import { workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { countOpenIssues } from '../issues/index.ts'
import { type Deps, notFound, type Scope } from '../kernel/index.ts'
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

export async function getCounts(deps: Deps, scope: Scope): Promise<CountsDto> {
  return {
    openIssues: await countOpenIssues(deps, scope),
    openEscalations: await countWaiting(deps, scope),
    unansweredQuestions: await countUnanswered(deps, scope),
  }
}
