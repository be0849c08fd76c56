import { systemScope } from '../identity/index.ts'
import { type Deps, DomainError } from '../kernel/index.ts'
import { makeDiagnosis } from './diagnose.ts'

export async function run(
  deps: Deps,
  { workspaceId, issueId }: { workspaceId: string; issueId: string },
): Promise<void> {
  try {
    await makeDiagnosis(deps, systemScope(workspaceId, 'diagnosis'), { id: issueId })
  } catch (error) {
    // Removed while the job waited: there is nothing left to explain.
    if (error instanceof DomainError && error.kind === 'not_found') return
    throw error
  }
}
