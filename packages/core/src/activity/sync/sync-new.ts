import { type Db, installations } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import type { InstallationTold } from '../webhooks/installations.ts'
import { beginSyncIn } from './begin.ts'

/** After what there is more to fetch than before. */
const beginnings = ['created', 'unsuspend']

/** Begins a sync where a delivery says that an installation shows something new. */
export async function syncNew(
  tx: Db,
  deps: Deps,
  { workspaceId }: Scope,
  eventType: string,
  { action, installation, repositories_added }: InstallationTold,
): Promise<void> {
  const isNew = eventType === 'installation' ? beginnings.includes(action) : (repositories_added?.length ?? 0) > 0
  if (!isNew) return
  const isIt = and(eq(installations.workspaceId, workspaceId), eq(installations.installationId, installation.id))
  const [row] = await tx.select({ id: installations.id }).from(installations).where(isIt)
  if (row) await beginSyncIn(tx, deps, { id: row.id, workspaceId }, 'webhook')
}
