import { type Db, installations } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, Scope } from '../../kernel/index.ts'
import { beginSyncIn } from './begin.ts'

const event = z.object({
  action: z.string(),
  installation: z.object({ id: z.number() }),
  repositories_added: z.array(z.object({})).nullish(),
})

/** After what there is more to fetch than before. */
const beginnings = ['created', 'unsuspend']

/** Begins a sync where a delivery says that an installation shows something new. */
export async function syncNew(tx: Db, deps: Deps, scope: Scope, eventType: string, payload: unknown): Promise<void> {
  if (eventType !== 'installation' && eventType !== 'installation_repositories') return
  const { action, installation, repositories_added } = event.parse(payload)
  const isNew = eventType === 'installation' ? beginnings.includes(action) : (repositories_added?.length ?? 0) > 0
  if (!isNew) return
  const { workspaceId } = scope
  const isIt = and(eq(installations.workspaceId, workspaceId), eq(installations.installationId, installation.id))
  const [row] = await tx.select({ id: installations.id }).from(installations).where(isIt)
  if (row) await beginSyncIn(tx, deps, { id: row.id, workspaceId }, 'webhook')
}
