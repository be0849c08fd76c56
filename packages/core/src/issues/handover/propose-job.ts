import { systemScope } from '../../identity/index.ts'
import { type Deps, DomainError } from '../../kernel/index.ts'
import { propose } from './propose.ts'

export async function run(
  deps: Deps,
  { workspaceId, issueId }: { workspaceId: string; issueId: string },
): Promise<void> {
  try {
    await propose(deps, systemScope(workspaceId, 'handover'), issueId)
  } catch (error) {
    // Removed while the job waited.
    if (error instanceof DomainError && error.kind === 'not_found') return
    throw error
  }
}
