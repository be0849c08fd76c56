import type { Db } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { erasedName, type KnownPerson } from '../../identity/index.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Files that somebody asked to put into a repository, and what mail servers and others answered, may name people. */
export async function eraseFromHandover(tx: Db, { workspaceId, name, email }: KnownPerson): Promise<void> {
  for (const term of [email, name]) {
    if (!term || term.length < 3) continue
    const plain = literal(term)
    // As it stands inside of JSON's own text.
    const quoted = literal(JSON.stringify(term).slice(1, -1))
    for (const table of ['issue_links', 'issue_notices']) {
      await tx.execute(sql`update ${sql.identifier(table)}
        set last_error = regexp_replace(last_error, ${plain}, ${erasedName}, 'gi')
        where workspace_id = ${workspaceId} and last_error ~* ${plain}`)
    }
    await tx.execute(sql`update issue_links
      set request = regexp_replace(request::text, ${quoted}, ${erasedName}, 'gi')::jsonb
      where workspace_id = ${workspaceId} and request::text ~* ${quoted}`)
  }
}
