import { companionMessages, type Db, workspaces } from '@quarterdeck/db'
import { and, eq, gte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { days, earlier, type Scope } from '../../kernel/index.ts'

/** What all questions of a workspace may take in 24 hours: tokens, and millionths of a US dollar where prices are known. */
const amount = (usual: number) => z.int().min(0).max(1_000_000_000_000).catch(usual)
const shape = z.object({ dayTokens: amount(10_000_000), dayMicros: amount(30_000_000) })
const usual = shape.parse({})
const stored = z.object({ companion: z.object({ budget: shape.catch(usual) }).catch({ budget: usual }) })

/** Whether the last 24 hours leave something for another answer. */
export async function isAffordable(db: Db, { workspaceId }: Scope, now: Date): Promise<boolean> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  const { budget } = stored.parse(workspace?.settings ?? {}).companion
  const [spent] = await db
    .select({
      tokens: sql<number>`coalesce(sum(${companionMessages.tokens}), 0)::float8`,
      micros: sql<number>`coalesce(sum(${companionMessages.costMicros}), 0)::float8`,
    })
    .from(companionMessages)
    .where(and(eq(companionMessages.workspaceId, workspaceId), gte(companionMessages.createdAt, earlier(now, days(1)))))
  return (spent?.tokens ?? 0) < budget.dayTokens && (spent?.micros ?? 0) < budget.dayMicros
}
