import { type Db, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { audit, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { type UpdateSupportSettingsInput, updateSupportSettingsInput } from './inputs.ts'
import type { SupportSettingsDto } from './model.ts'

/** What a workspace that says nothing has: due times as in an office, budgets that a shop does not reach by accident. */
const usual: SupportSettingsDto = {
  dueMinutes: { urgent: 15, high: 60, medium: 240, low: 1_440 },
  budget: {
    ...{ conversationTokens: 200_000, conversationMicros: 1_000_000 },
    ...{ dayTokens: 20_000_000, dayMicros: 50_000_000 },
  },
  unreadMinutes: 10,
  greeting: null,
  offline: null,
}

const stored = z.object({ support: z.record(z.string(), z.unknown()) })

/** Each part that is not stored, or stored wrongly, is the usual one. */
function read(settings: Record<string, unknown>): SupportSettingsDto {
  const kept = stored.safeParse(settings).data?.support ?? {}
  const { shape } = updateSupportSettingsInput
  return {
    dueMinutes: { ...usual.dueMinutes, ...shape.dueMinutes.safeParse(kept.dueMinutes).data },
    budget: { ...usual.budget, ...shape.budget.safeParse(kept.budget).data },
    unreadMinutes: shape.unreadMinutes.safeParse(kept.unreadMinutes).data ?? usual.unreadMinutes,
    greeting: shape.greeting.safeParse(kept.greeting).data ?? null,
    offline: shape.offline.safeParse(kept.offline).data ?? null,
  }
}

/** How a workspace answers its customers. */
export async function supportSettings(
  db: Db,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
): Promise<SupportSettingsDto> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  if (!workspace) throw notFound('This workspace')
  return read(workspace.settings)
}

/** Changes what is given, for what happens from now on: escalations that are open keep their due time. */
export async function updateSupportSettings(
  deps: Deps,
  scope: Scope,
  input: UpdateSupportSettingsInput,
): Promise<SupportSettingsDto> {
  return deps.db.transaction(async tx => {
    const here = eq(workspaces.id, scope.workspaceId)
    const [workspace] = await tx.select().from(workspaces).where(here).for('update')
    if (!workspace) throw notFound('This workspace')
    const before = read(workspace.settings)
    const after: SupportSettingsDto = {
      dueMinutes: { ...before.dueMinutes, ...input.dueMinutes },
      budget: { ...before.budget, ...input.budget },
      unreadMinutes: input.unreadMinutes ?? before.unreadMinutes,
      greeting: input.greeting === undefined ? before.greeting : input.greeting,
      offline: input.offline === undefined ? before.offline : input.offline,
    }
    const settings = { ...workspace.settings, support: after }
    await tx.update(workspaces).set({ settings, updatedAt: deps.clock.now() }).where(here)
    await audit(tx, scope, {
      ...{ action: 'support.updateSettings', entity: 'workspace', entityId: scope.workspaceId },
      ...{ before, after },
    })
    return after
  })
}
