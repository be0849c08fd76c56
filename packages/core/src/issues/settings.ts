import { workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { audit, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { type DetectionPreset, detectionPresets } from './presets.ts'

export interface DetectionSettingsDto {
  preset: DetectionPreset
}

export const updateSettingsInput = z.strictObject({ preset: z.enum(detectionPresets) })
export type UpdateSettingsInput = z.infer<typeof updateSettingsInput>

/** What is stored under `detection`; what it does not say, or says wrongly, is the default. */
const stored = z.object({ preset: z.enum(detectionPresets).catch('default') }).catch({ preset: 'default' })

/** How this workspace's funnels are judged. */
export async function getSettings({ db }: Pick<Deps, 'db'>, scope: Scope): Promise<DetectionSettingsDto> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, scope.workspaceId))
  if (!workspace) throw notFound('This workspace')
  return stored.parse(workspace.settings.detection)
}

/** Changes it from the next scan on; what other domains keep beside it stays. */
export async function updateSettings(
  deps: Deps,
  scope: Scope,
  input: UpdateSettingsInput,
): Promise<DetectionSettingsDto> {
  return deps.db.transaction(async tx => {
    const here = eq(workspaces.id, scope.workspaceId)
    const [workspace] = await tx.select().from(workspaces).where(here).for('update')
    if (!workspace) throw notFound('This workspace')
    const before = stored.parse(workspace.settings.detection)
    const settings = { ...workspace.settings, detection: input }
    await tx.update(workspaces).set({ settings, updatedAt: deps.clock.now() }).where(here)
    await audit(tx, scope, {
      action: 'issues.updateSettings',
      entity: 'workspace',
      entityId: scope.workspaceId,
      before,
      after: input,
    })
    return input
  })
}
