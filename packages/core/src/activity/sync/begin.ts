import type { Db, SyncTrigger } from '@quarterdeck/db'
import type { Deps } from '../../kernel/index.ts'
import { holdInstallation, readCircumstances } from './circumstances.ts'
import { decideSync } from './policy.ts'
import { startSync } from './start.ts'

interface Which {
  /** The row, not GitHub's number. */
  id: string
  workspaceId: string
}

type UnaskedTrigger = Exclude<SyncTrigger, 'manual'>

/** Begins a sync that nobody waits for, if the policy allows it. @returns whether one was begun. */
export async function beginSyncIn(tx: Db, deps: Deps, which: Which, trigger: UnaskedTrigger): Promise<boolean> {
  const { id, workspaceId } = which
  const row = await holdInstallation(tx, workspaceId, id)
  if (!row) return false
  const verdict = decideSync(trigger, await readCircumstances(tx, deps, row), deps.clock.now())
  if (!verdict.may) return false
  const { isNew } = await startSync(tx, deps, { workspaceId, installationId: id, trigger })
  return isNew
}

/** The same in a transaction of its own. */
export const beginSync = (deps: Deps, which: Which, trigger: UnaskedTrigger): Promise<boolean> =>
  deps.db.transaction(tx => beginSyncIn(tx, deps, which, trigger))
