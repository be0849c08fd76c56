import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'
import type { ActivityThings } from './activity.ts'

export interface SyncThings {
  syncBatchId: string
}

/** A sync that runs, and its work on one repository. */
export async function fillSync(
  { database }: Deps,
  { workspaceId }: Scope,
  { gitInstallationId, repositoryId }: Pick<ActivityThings, 'gitInstallationId' | 'repositoryId'>,
  mark: string,
): Promise<SyncThings> {
  const syncBatchId = newId()
  await database.run(
    `insert into sync_batches (id, workspace_id, installation_id, trigger, since, error)
     values ($1, $2, $3, 'cron', now() - interval '1 day', $4)`,
    [syncBatchId, workspaceId, gitInstallationId, mark],
  )
  await database.run(
    `insert into sync_jobs (id, workspace_id, batch_id, repository_id, status, stage, error)
     values ($1, $2, $3, $4, 'running', 'commits', $5)`,
    [newId(), workspaceId, syncBatchId, repositoryId, mark],
  )
  return { syncBatchId }
}
