import type { Db } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { moments, type Scope } from '../../kernel/index.ts'
import type { Removal } from './fact.ts'
import type { Draft } from './fold-facts.ts'

/** Marks facts as taken back. They stay for what cites them. */
export async function removeFacts(
  tx: Db,
  { workspaceId }: Scope,
  removals: readonly Removal[],
  repositoryOf: (number: number) => string,
): Promise<void> {
  for (const { repository, objectKey, number, at } of removals) {
    const isThis = objectKey.endsWith(':') ? sql`starts_with(object_key, ${objectKey})` : sql`object_key = ${objectKey}`
    const isOnIt = number === undefined ? sql`false` : sql`kind = 'issue_comment' and number = ${number}`
    // A release that was published again since is another matter.
    await tx.execute(sql`update activity set removed_at = ${moments(at)}
      where workspace_id = ${workspaceId} and repository_id = ${repositoryOf(repository)} and (${isThis} or ${isOnIt})
        and superseded_at is null and removed_at is null
        and (kind <> 'release_published' or occurred_at <= ${moments(at)})`)
  }
}

/** What is told late of an issue that is gone goes too. */
export async function removeLate(tx: Db, { workspaceId }: Scope, drafts: readonly Draft[]): Promise<void> {
  const late = drafts.filter(({ kind }) => kind === 'issue_comment' || kind === 'issue_closed')
  if (late.length === 0) return
  const told = JSON.stringify(late.map(({ repositoryId, objectKey }) => ({ repositoryId, objectKey })))
  await tx.execute(sql`update activity a set removed_at = o.removed_at
    from json_to_recordset(${told}::text::json) as t("repositoryId" uuid, "objectKey" text)
      join activity c on c.workspace_id = ${workspaceId} and c.repository_id = t."repositoryId"
        and c.object_key = t."objectKey" and c.superseded_at is null and c.removed_at is null
      join activity o on o.workspace_id = c.workspace_id and o.repository_id = c.repository_id
        and o.object_key = 'issue:' || c.number || ':opened' and o.superseded_at is null and o.removed_at is not null
    where a.id = c.id`)
}
