import { type Db, gitActors, installations, repositories } from '@quarterdeck/db'
import { and, count, eq } from 'drizzle-orm'
import type { Scope } from '../kernel/index.ts'

/** How many repositories are made up. */
export async function countSampleRepositories(db: Db, { workspaceId }: Scope): Promise<number> {
  const [found] = await db
    .select({ n: count() })
    .from(repositories)
    .where(and(eq(repositories.workspaceId, workspaceId), eq(repositories.origin, 'sample')))
  return found?.n ?? 0
}

/** Takes the made-up repositories away, with all that was done in them, and who did it. @returns how many there were. */
export async function removeSampleActivity(tx: Db, { workspaceId }: Scope): Promise<number> {
  const gone = await tx
    .delete(repositories)
    .where(and(eq(repositories.workspaceId, workspaceId), eq(repositories.origin, 'sample')))
    .returning({ id: repositories.id })
  await tx
    .delete(installations)
    .where(and(eq(installations.workspaceId, workspaceId), eq(installations.origin, 'sample')))
  await tx.delete(gitActors).where(and(eq(gitActors.workspaceId, workspaceId), eq(gitActors.origin, 'sample')))
  return gone.length
}
