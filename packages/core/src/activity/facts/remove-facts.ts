import type { Db } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { moments, type Scope } from '../../kernel/index.ts'
import type { Removal } from './fact.ts'

/** Marks facts as taken back. They stay for what cites them. */
export async function removeFacts(
  tx: Db,
  { workspaceId }: Scope,
  removals: readonly Removal[],
  repositoryOf: (number: number) => string,
): Promise<void> {
  for (const { repository, objectKey, at } of removals) {
    const isThis = objectKey.endsWith(':') ? sql`starts_with(object_key, ${objectKey})` : sql`object_key = ${objectKey}`
    await tx.execute(sql`update activity set removed_at = ${moments(at)}
      where workspace_id = ${workspaceId} and repository_id = ${repositoryOf(repository)} and ${isThis}
        and superseded_at is null and removed_at is null`)
  }
}
