import { type Db, gitActors } from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'

interface Double {
  id: string
  personId: string | null
}

/** Those who turn out to be somebody who is known: what they did becomes that one's, and so does the link to a member. */
export async function mergeActors(tx: Db, into: string, doubles: readonly Double[]): Promise<void> {
  for (const { id, personId } of doubles) {
    await tx.execute(sql`update activity set actor_id = ${into} where actor_id = ${id}`)
    await tx.execute(sql`update pull_requests set author_id = ${into} where author_id = ${id}`)
    await tx.execute(sql`insert into team_members (team_id, actor_id, workspace_id)
      select team_id, ${into}::uuid, workspace_id from team_members where actor_id = ${id} on conflict do nothing`)
    // Who watches for changes of who is who sees this one too.
    await tx.execute(sql`update git_actors set person_id = coalesce(person_id, ${personId}::uuid), updated_at = now()
      where id = ${into}`)
    await tx.delete(gitActors).where(eq(gitActors.id, id))
  }
}
