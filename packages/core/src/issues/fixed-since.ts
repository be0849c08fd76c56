import { type Db, issues } from '@quarterdeck/db'
import { and, eq, gt, inArray, isNotNull, max, or, sql } from 'drizzle-orm'
import { earlier, minutes, type Scope } from '../kernel/index.ts'
import type { Finding } from './detect.ts'
import { historyMinutes } from './seasonal.ts'

/** Since when a step is said to be well again; null when nobody said so lately. */
export type FixedSince = (funnelId: string, finding: Pick<Finding, 'step' | 'kind'>) => Date | null

const key = (funnelId: string | null, step: string, kind: string) => JSON.stringify([funnelId, step, kind])

/**
 * What was fixed, or closed, within what a scan reads. Visits from before are the issue that is dealt with: only later ones
 * can be its return.
 */
export async function readFixes(db: Db, scope: Pick<Scope, 'workspaceId'>, now: Date): Promise<FixedSince> {
  const at = sql<Date>`coalesce(${issues.fixedAt}, ${issues.updatedAt})`
  const rows = await db
    .select({ funnelId: issues.funnelId, step: issues.step, kind: issues.kind, at: max(at).mapWith(issues.fixedAt) })
    .from(issues)
    .where(
      and(
        eq(issues.workspaceId, scope.workspaceId),
        inArray(issues.status, ['fixed', 'measuring', 'verified', 'closed']),
        or(isNotNull(issues.fixedAt), eq(issues.status, 'closed')),
        gt(issues.updatedAt, earlier(now, minutes(historyMinutes))),
      ),
    )
    .groupBy(issues.funnelId, issues.step, issues.kind)
  const fixes = new Map(rows.map(row => [key(row.funnelId, row.step, row.kind), row.at]))
  return (funnelId, { step, kind }) => fixes.get(key(funnelId, step, kind)) ?? null
}
