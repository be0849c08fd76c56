import { sql } from 'drizzle-orm'
import { type Deps, moments, type Scope } from '../../kernel/index.ts'
import { requireActor } from '../actors.ts'
import type { ActorKpisInput } from '../inputs.ts'
import type { ActorKpisDto } from '../model.ts'
import { compare } from './compared.ts'
import { type Asked, countKinds, factsWithin } from './counts.ts'
import { readRoomy } from './read-roomy.ts'
import { spansOf, toldSpans } from './span.ts'

/** Repositories that an actor's page names. */
const most = 20

interface Row {
  id: string
  fullName: string
  count: number
}

/**
 * What somebody did, beside the span before.
 * @throws DomainError `not_found`
 */
export async function actorKpis(deps: Deps, scope: Scope, { id, ...asked }: ActorKpisInput): Promise<ActorKpisDto> {
  await requireActor(deps.db, scope, id)
  const spans = await spansOf(deps, scope, asked)
  const facts: Asked = { scope, spans, of: sql`and a.actor_id = ${id}` }
  const { now, before, days } = await countKinds(deps.db, facts)
  const repositories = await readRoomy<Row>(
    deps.db,
    sql`select r.id, r.full_name as "fullName", f.count from (select a.repository_id, count(*)::int as count
        from ${factsWithin({ ...facts, of: sql`and a.actor_id = ${id} and a.occurred_at >= ${moments(spans.current.from)}` })}
        group by 1) f join repositories r on r.id = f.repository_id
      order by f.count desc, r.full_name, r.id limit ${most}`,
  )
  return {
    ...toldSpans(spans),
    pullRequests: compare(now.pr_opened, before.pr_opened),
    merged: compare(now.pr_merged, before.pr_merged),
    reviews: compare(now.review_submitted, before.review_submitted),
    commits: compare(now.commit, before.commit),
    days,
    repositories: repositories.map(({ count, ...repository }) => ({ repository, count })),
  }
}
