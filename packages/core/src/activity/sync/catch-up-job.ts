import { installations } from '@quarterdeck/db'
import { and, asc, eq, isNull, lt, or } from 'drizzle-orm'
import { type Deps, earlier, hours } from '../../kernel/index.ts'
import { beginSync } from './begin.ts'

/** Begins a sync of each installation that had none for a day. */
export async function run(deps: Deps): Promise<void> {
  const { db, clock } = deps
  const isOld = or(
    isNull(installations.lastSyncedAt),
    // Not quite a day: yesterday's ended a little after this time.
    lt(installations.lastSyncedAt, earlier(clock.now(), hours(20))),
  )
  const due = await db
    .select({ id: installations.id, workspaceId: installations.workspaceId })
    .from(installations)
    .where(and(eq(installations.status, 'active'), eq(installations.origin, 'product'), isOld))
    .orderBy(asc(installations.lastSyncedAt))
  for (const each of due) await beginSync(deps, each, 'cron')
}
