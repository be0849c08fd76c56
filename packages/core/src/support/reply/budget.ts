import { type Db, workflows } from '@quarterdeck/db'
import { and, eq, gte, type SQL, sql } from 'drizzle-orm'
import { days, earlier, type Scope } from '../../kernel/index.ts'
import { supportSettings } from '../settings.ts'

interface Spent {
  tokens: number
  micros: number
}

/** Of steps rather than messages: what an answer cost that was never sent, was spent too. */
async function spent(db: Db, scope: Scope, which: SQL): Promise<Spent> {
  const [sum] = await db
    .select({
      tokens: sql<number>`coalesce(sum((s.result -> 'use' ->> 'tokens')::bigint), 0)::float8`,
      micros: sql<number>`coalesce(sum((s.result -> 'use' ->> 'costMicros')::bigint), 0)::float8`,
    })
    .from(workflows)
    .innerJoin(
      sql`workflow_steps s`,
      sql`s.workflow_id = ${workflows.id} and s.name in ('generate', 'generate-again') and s.status = 'completed'`,
    )
    .where(and(eq(workflows.workspaceId, scope.workspaceId), eq(workflows.name, 'reply'), which))
  return sum ?? { tokens: 0, micros: 0 }
}

/** Whether the budgets of the conversation and of the last 24 hours allow another answer. */
export async function isAffordable(db: Db, scope: Scope, conversationId: string, now: Date): Promise<boolean> {
  const { budget } = await supportSettings(db, scope)
  const here = await spent(db, scope, eq(workflows.entityId, conversationId))
  if (here.tokens >= budget.conversationTokens || here.micros >= budget.conversationMicros) return false
  const today = await spent(db, scope, gte(workflows.createdAt, earlier(now, days(1))))
  return today.tokens < budget.dayTokens && today.micros < budget.dayMicros
}
