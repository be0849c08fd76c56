import { documents } from '@quarterdeck/db'
import { and, asc, eq, gt } from 'drizzle-orm'
import { systemScope } from '../identity/index.ts'
import type { Deps } from '../kernel/index.ts'
import { reindexDocument } from './commands.ts'
import { reindexJob } from './jobs.ts'

/** Documents of one run: the next run goes on after them. */
const some = 100

export async function run(
  deps: Deps,
  { workspaceId, after }: { workspaceId: string; after: string | null },
): Promise<void> {
  const scope = systemScope(workspaceId, 'knowledge')
  const rows = await deps.db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.workspaceId, workspaceId), after ? gt(documents.id, after) : undefined))
    .orderBy(asc(documents.id))
    .limit(some)
  for (const { id } of rows) await deps.db.transaction(tx => reindexDocument(tx, deps, scope, id))
  const last = rows.at(-1)
  if (last && rows.length === some) {
    const next = { workspaceId, after: last.id }
    await deps.db.transaction(tx => deps.jobs.enqueue(tx, reindexJob, next, { once: `${workspaceId}-${last.id}` }))
  }
}
