import { workspaces } from '@quarterdeck/db'
import { systemScope } from '../identity/index.ts'
import type { Deps } from '../kernel/index.ts'
import { detectIssues } from './commands.ts'

/** One workspace's trouble does not keep the others from being scanned. */
export async function run(deps: Deps): Promise<void> {
  for (const { id } of await deps.db.select({ id: workspaces.id }).from(workspaces)) {
    try {
      const result = await detectIssues(deps, systemScope(id, 'detection'), {})
      if (result.opened + result.recovered > 0)
        deps.log.info({ workspaceId: id, ...result }, 'Detection changed issues')
    } catch (error) {
      deps.log.error({ workspaceId: id, err: error }, 'A workspace could not be scanned; the next minute tries again')
    }
  }
}
