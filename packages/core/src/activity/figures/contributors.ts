import { sql } from 'drizzle-orm'
import { type Deps, moments, type Page, type Scope } from '../../kernel/index.ts'
import { actorRef, calledOf } from '../actors.ts'
import type { ContributorsInput } from '../inputs.ts'
import { activityKinds, type ContributorDto } from '../model.ts'
import { behind, type Placed, toPlacedPage } from '../place.ts'
import { requireRepository, withNumber } from '../repositories.ts'
import { readRoomy } from './read-roomy.ts'

type Row = Omit<ContributorDto, 'lastFactAt'> & Placed & { lastMs: string }

const counts = sql.raw(
  `jsonb_build_object(${activityKinds.map(kind => `'${kind}', count(*) filter (where a.kind = '${kind}')`).join(', ')})`,
)

/**
 * Who did what in a span: everybody who did something, with how much of each kind.
 * @throws DomainError `not_found`
 */
export async function listContributors(
  { db }: Deps,
  scope: Scope,
  { id, from, to, sort, cursor, limit }: ContributorsInput,
): Promise<Page<ContributorDto>> {
  if (id) await requireRepository(db, scope, id)
  const type = sort === 'name' ? 'text' : 'bigint'
  const place =
    sort === 'name' ? calledOf : sort === 'total' ? sql`-total::bigint` : sql`-(counts ->> ${sort}::text)::bigint`
  const rows = await readRoomy<Row>(
    db,
    sql`select id, place, actor, counts, total, "lastMs" from (
        select x.id, ${place} as place, ${actorRef} as actor, f.counts, f.total, f."lastMs" from (
          select a.actor_id, ${counts} as counts, count(*)::int as total,
            (extract(epoch from max(a.occurred_at)) * 1000)::bigint::text as "lastMs"
          from activity a where a.workspace_id = ${scope.workspaceId} and a.superseded_at is null and a.removed_at is null
            and a.occurred_at >= ${moments(from)} and a.occurred_at < ${moments(to)}
            ${id ? sql`and a.repository_id = ${id}` : sql``}
          group by a.actor_id) f join git_actors x on x.id = f.actor_id) placed
      where true ${behind(cursor, type)} order by place, id limit ${limit + 1}`,
  )
  return toPlacedPage(rows.map(withNumber(type)), limit, ({ actor, counts: did, total, lastMs }) => ({
    ...{ actor, counts: did, total },
    lastFactAt: new Date(Number(lastMs)).toISOString(),
  }))
}
