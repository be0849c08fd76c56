import { type Db, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { audit, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { defaultThresholds } from '../tracking/index.ts'
import { type DetectionPreset, detectionPresets, detectionRules } from './presets.ts'

export interface IssueSettings {
  preset: DetectionPreset
  /** How long after a fix it is measured. */
  measureAfterMinutes: number
}

export interface IssueSettingsDto extends IssueSettings {
  /** What each preset asks for before it opens an issue: a drop of so many points, seen in so many visits. */
  presets: { name: DetectionPreset; minDropPoints: number; minVisits: number }[]
}

const preset = z.enum(detectionPresets)
const afterMinutes = z.int().min(1).max(10_080)

export const updateSettingsInput = z.strictObject({
  preset: preset.optional(),
  measureAfterMinutes: afterMinutes.optional(),
})
export type UpdateSettingsInput = z.infer<typeof updateSettingsInput>

/** What is stored of a workspace; what it does not say, or says wrongly, is as it is for everybody. */
const stored = z.object({
  detection: z.object({ preset: preset.catch('default') }).catch({ preset: 'default' }),
  measurement: z.object({ minutes: afterMinutes.catch(60) }).catch({ minutes: 60 }),
})

function read(settings: Record<string, unknown>): IssueSettings {
  const { detection, measurement } = stored.parse(settings)
  return { preset: detection.preset, measureAfterMinutes: measurement.minutes }
}

const presets = detectionPresets.map(name => {
  const { minDropPoints, minVisits } = name === 'classic' ? defaultThresholds : detectionRules[name]
  return { name, minDropPoints, minVisits }
})

/** How this workspace's funnels are judged, and its fixes measured. */
export async function issueSettings(db: Db, { workspaceId }: Pick<Scope, 'workspaceId'>): Promise<IssueSettings> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  if (!workspace) throw notFound('This workspace')
  return read(workspace.settings)
}

/** The same, with what can be chosen. */
export async function getSettings({ db }: Pick<Deps, 'db'>, scope: Scope): Promise<IssueSettingsDto> {
  return { ...(await issueSettings(db, scope)), presets }
}

/** Changes what is given, from the next scan and the next fix on; what other domains keep beside it stays. */
export async function updateSettings(deps: Deps, scope: Scope, input: UpdateSettingsInput): Promise<IssueSettingsDto> {
  return deps.db.transaction(async tx => {
    const here = eq(workspaces.id, scope.workspaceId)
    const [workspace] = await tx.select().from(workspaces).where(here).for('update')
    if (!workspace) throw notFound('This workspace')
    const before = read(workspace.settings)
    const after = {
      preset: input.preset ?? before.preset,
      measureAfterMinutes: input.measureAfterMinutes ?? before.measureAfterMinutes,
    }
    const settings = {
      ...workspace.settings,
      detection: { preset: after.preset },
      measurement: { minutes: after.measureAfterMinutes },
    }
    await tx.update(workspaces).set({ settings, updatedAt: deps.clock.now() }).where(here)
    await audit(tx, scope, {
      ...{ action: 'issues.updateSettings', entity: 'workspace', entityId: scope.workspaceId },
      ...{ before, after },
    })
    return { ...after, presets }
  })
}
