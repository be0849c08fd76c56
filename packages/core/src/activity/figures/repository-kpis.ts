import { sql } from 'drizzle-orm'
import { type Deps, moments, type Scope } from '../../kernel/index.ts'
import type { RepositoryKpisInput } from '../inputs.ts'
import { activityKinds, type RepositoryKpisDto } from '../model.ts'
import { requireRepository } from '../repositories.ts'
import { compare } from './compared.ts'
import { type Asked, countKinds, factsWithin } from './counts.ts'
import { readCycleTime } from './cycle-time.ts'
import { readRoomy } from './read-roomy.ts'
import { spansOf, toldSpans } from './span.ts'

/** How many people and programs there were in both spans. */
async function countActors(db: Deps['db'], asked: Asked): Promise<{ now: number; before: number }> {
  const isNow = sql`a.occurred_at >= ${moments(asked.spans.current.from)}`
  const [row] = await readRoomy<{ now: number; before: number }>(
    db,
    // Grouped first: distinct values would be found by sorting all facts.
    sql`select count(*) filter (where now)::int as now, count(*) filter (where before)::int as before
      from (select bool_or(${isNow}) as now, bool_or(not ${isNow}) as before from ${factsWithin(asked)}
        and a.actor_id is not null group by a.actor_id) actors`,
  )
  return row ?? { now: 0, before: 0 }
}

/**
 * The figures of a repository, or of all of them, beside those of the span before.
 * @throws DomainError `not_found`
 */
export async function repositoryKpis(
  deps: Deps,
  scope: Scope,
  { id, ...asked }: RepositoryKpisInput,
): Promise<RepositoryKpisDto> {
  if (id !== 'all') await requireRepository(deps.db, scope, id)
  const spans = await spansOf(deps, scope, asked)
  const of = id === 'all' ? sql`` : sql`and a.repository_id = ${id}`
  const ofPulls = id === 'all' ? sql`` : sql`and p.repository_id = ${id}`
  const facts: Asked = { scope, spans, of }
  const { now, before, days } = await countKinds(deps.db, facts)
  const actors = await countActors(deps.db, facts)
  const all = activityKinds.reduce((sum, kind) => sum + now[kind], 0)
  return {
    ...toldSpans(spans),
    pullRequests: compare(now.pr_opened, before.pr_opened),
    reviews: compare(now.review_submitted, before.review_submitted),
    commits: compare(now.commit, before.commit),
    contributors: compare(actors.now, actors.before),
    cycleTime: await readCycleTime(deps.db, { scope, spans, of: ofPulls }),
    days,
    breakdown: activityKinds
      .filter(kind => now[kind] > 0)
      .map(kind => ({ kind, count: now[kind], share: now[kind] / all, perDay: now[kind] / days.length }))
      .sort((a, b) => b.count - a.count),
  }
}
