import type { SyncTrigger } from '@quarterdeck/db'
import type { Deps } from '../../kernel/index.ts'
import { holdInstallation, readCircumstances } from './circumstances.ts'
import { decideSync } from './policy.ts'
import { startSync } from './start.ts'

/** Begins a sync that nobody waits for, if the policy allows it. @returns whether one runs now because of it. */
export async function beginSync(
  deps: Deps,
  { id, workspaceId }: { id: string; workspaceId: string },
  trigger: Exclude<SyncTrigger, 'manual'>,
): Promise<boolean> {
  return deps.db.transaction(async tx => {
    const row = await holdInstallation(tx, workspaceId, id)
    if (!row) return false
    const verdict = decideSync(trigger, await readCircumstances(tx, deps, row), deps.clock.now())
    if (!verdict.may) return false
    const { isNew } = await startSync(tx, deps, { workspaceId, installationId: id, trigger })
    return isNew
  })
}
