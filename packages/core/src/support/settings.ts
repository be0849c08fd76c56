import { type ConversationPriority, type Db, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Scope } from '../kernel/index.ts'

const span = (minutes: number) => z.int().min(1).max(43_200).catch(minutes)
const times = z.object({ urgent: span(15), high: span(60), medium: span(240), low: span(1_440) })
const usual = times.parse({ urgent: 15, high: 60, medium: 240, low: 1_440 })
const stored = z.object({ support: z.object({ dueMinutes: times.catch(usual) }).catch({ dueMinutes: usual }) })

/** Within how many minutes somebody should accept an escalation, by its priority. */
export async function dueMinutes(
  db: Db,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
): Promise<Record<ConversationPriority, number>> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return stored.parse(workspace?.settings ?? {}).support.dueMinutes
}
