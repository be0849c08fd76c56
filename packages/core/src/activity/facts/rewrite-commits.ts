import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { moments, type Scope } from '../../kernel/index.ts'
import type { Rewrite } from './fact.ts'

/** How far back commits of a branch are looked at: branches are named again. */
const branchDays = 60

/**
 * Applies that branches were written anew. A commit that came under another sha takes the place of the last one on that
 * branch by the same author in the same words, so that work which is rebased is not counted twice. What is there again
 * counts again.
 * @param added keys of commits that were not known before, by repository: a push that is told again replaces nothing more.
 */
export async function rewriteCommits(
  tx: Db,
  { workspaceId }: Scope,
  rewrites: readonly Rewrite[],
  repositoryOf: (number: number) => string,
  added: ReadonlySet<string>,
): Promise<void> {
  const left = new Set(added)
  for (const { repository, branch, shas, at } of rewrites) {
    const repositoryId = repositoryOf(repository)
    const keys = shas.map(sha => `commit:${sha}`)
    const here = sql`a.workspace_id = ${workspaceId} and a.repository_id = ${repositoryId} and a.superseded_at is null`
    const among = (some: readonly string[]) =>
      sql`a.object_key = any(array(select jsonb_array_elements_text(${JSON.stringify(some)}::text::jsonb)))`
    const back = await rowsOf<{ key: string }>(
      tx,
      sql`update activity a set removed_at = null where ${here} and ${among(keys)} and a.removed_at is not null
        returning a.object_key as key`,
    )
    const place = (key: string) => `${repositoryId} ${key}`
    const fresh = [...keys.filter(key => left.has(place(key))), ...back.map(({ key }) => key)]
    for (const key of fresh) left.delete(place(key))
    if (branch === null || fresh.length === 0) continue
    await tx.execute(sql`with fresh as (
        select a.actor_id, a.details ->> 'message' as message, count(*) as n from activity a
        where ${here} and ${among(fresh)} group by 1, 2),
      before as (
        select a.id, f.n, row_number() over (partition by a.actor_id, f.message order by a.occurred_at desc, a.id desc) as place
        from activity a join fresh f on f.actor_id is not distinct from a.actor_id and f.message = a.details ->> 'message'
        where ${here} and a.kind = 'commit' and a.details ->> 'branch' = ${branch} and a.removed_at is null
          and a.occurred_at > ${moments(at)} - ${branchDays} * interval '1 day' and not (${among(keys)}))
      update activity a set removed_at = ${moments(at)} from before where a.id = before.id and before.place <= before.n`)
  }
}
