import { pullRequests } from '@quarterdeck/db'
import { and, desc, eq, gte, lt } from 'drizzle-orm'
import { z } from 'zod'
import { nothingTold } from '../../facts/fact.ts'
import { factsOfReview } from '../../facts/of-pull.ts'
import { reviewShape } from '../../facts/shapes.ts'
import { readAll } from '../github-client.ts'
import { addressOf, fetchEach, type Stage } from './stage.ts'

/** Pull requests of one page. */
const together = 30
const many = z.array(reviewShape)

/** Reviews of the pull requests that changed: GitHub has no list of them for a whole repository. */
export const readReviews: Stage = async (place, cursor) => {
  const { deps, client, repository, since } = place
  const before = typeof cursor.before === 'number' ? lt(pullRequests.number, cursor.before) : undefined
  const changed = await deps.db
    .select({ number: pullRequests.number, title: pullRequests.title })
    .from(pullRequests)
    .where(and(eq(pullRequests.repositoryId, repository.id), gte(pullRequests.ghUpdatedAt, since), before))
    .orderBy(desc(pullRequests.number))
    .limit(together)
  const fetched = await fetchEach(place, changed, ({ number }) =>
    readAll(client, `${addressOf(place)}/pulls/${number}/reviews?per_page=100`, many),
  )
  const facts = fetched.done.flatMap(({ item, result }) =>
    (result ?? []).flatMap(review => factsOfReview(repository.ghId, item, review)),
  )
  const told = { ...nothingTold(), facts }
  if (fetched.trouble) return { told, cursor, trouble: fetched.trouble }
  const last = changed.length < together ? undefined : changed.at(-1)
  return { told, cursor: last ? { ...cursor, before: last.number } : null }
}
