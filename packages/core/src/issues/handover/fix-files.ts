import { type Db, workspaces } from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Scope } from '../../kernel/index.ts'

const kept = z.record(z.string(), z.array(z.string()))

/** Files that a model may change, by repository in lower case: `settings.fixFiles` of the workspace. */
export async function readFixFiles(db: Db, { workspaceId }: Scope): Promise<Record<string, string[]>> {
  const [row] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return kept.safeParse(row?.settings.fixFiles).data ?? {}
}

/** Remembers what may be changed in a repository, for the next issue. */
export async function keepFixFiles(
  tx: Db,
  { workspaceId }: Scope,
  repository: string,
  files: readonly string[],
): Promise<void> {
  const entry = JSON.stringify({ [repository.toLowerCase()]: files })
  const settings = sql`jsonb_set(${workspaces.settings}, '{fixFiles}',
    coalesce(${workspaces.settings} -> 'fixFiles', '{}'::jsonb) || ${entry}::text::jsonb)`
  await tx.update(workspaces).set({ settings }).where(eq(workspaces.id, workspaceId))
}
