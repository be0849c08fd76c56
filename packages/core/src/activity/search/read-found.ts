import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Scope } from '../../kernel/index.ts'
import type { FactDto, FactSearchResult } from '../model.ts'
import type { Scored } from './lexical.ts'

const rounded = (score: number) => Math.round(score * 10_000) / 10_000

/** What a search shows of what it found, in that order. */
export async function readFoundFacts(
  tx: Db,
  { workspaceId }: Scope,
  found: readonly Scored[],
): Promise<FactSearchResult['items']> {
  if (found.length === 0) return []
  const rows = await rowsOf<Omit<FactDto, 'occurredAt'> & { at: number }>(
    tx,
    sql`select a.id, a.kind, a.object_key as "objectKey", extract(epoch from a.occurred_at)::float8 * 1000 as at,
        a.number, a.title, a.text, a.url, a.additions, a.deletions, a.files_changed as "filesChanged", a.details,
        jsonb_build_object('id', r.id, 'fullName', r.full_name) as repository,
        case when g.id is not null then jsonb_build_object('id', g.id, 'login', g.login, 'name', g.name,
          'avatarUrl', g.avatar_url, 'kind', g.kind, 'personId', g.person_id) end as actor
      from activity a join repositories r on r.id = a.repository_id left join git_actors g on g.id = a.actor_id
      where a.workspace_id = ${workspaceId}
        and a.id = any(string_to_array(${found.map(({ id }) => id).join()}, ',')::uuid[])`,
  )
  const byId = new Map(rows.map(({ at, ...fact }) => [fact.id, { ...fact, occurredAt: new Date(at).toISOString() }]))
  return found.flatMap(({ id, score }) => {
    const fact = byId.get(id)
    return fact ? [{ ...fact, score: rounded(score) }] : []
  })
}
