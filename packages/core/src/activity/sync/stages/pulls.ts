import { z } from 'zod'
import { nothingTold } from '../../facts/fact.ts'
import { factOfCommit } from '../../facts/of-commit.ts'
import { factsOfPull, pullOf } from '../../facts/of-pull.ts'
import { commitShape, type GithubCommit, type GithubPull, pullShape } from '../../facts/shapes.ts'
import { readAll } from '../github-client.ts'
import { commitTimes, knownCommits } from './commits.ts'
import { addressOf, fetchEach, type Place, readPage, type Stage, stepOf } from './stage.ts'

const listed = z.array(z.object({ number: z.int(), updated_at: z.coerce.date() }))
const commits = z.array(commitShape)

interface Whole {
  pull: GithubPull
  commits: GithubCommit[]
}

async function fetchPull(place: Place, number: number): Promise<Whole | null> {
  const path = `${addressOf(place)}/pulls/${number}`
  const reply = await place.client.get(path, pullShape)
  if (!reply) return null
  // GitHub gives at most 250.
  const own = await readAll(place.client, `${path}/commits?per_page=100`, commits)
  return { pull: reply.data, commits: own }
}

/**
 * Pull requests that changed, each with its commits: when the first of them was made, a pull request itself does not say.
 * Newest change first: one that changes meanwhile comes twice, and none is left out.
 */
export const readPulls: Stage = async (place, cursor) => {
  const { repository, since } = place
  const query = { state: 'all', sort: 'updated', direction: 'desc' }
  const page = await readPage(place, cursor, 'pulls', query, listed)
  const changed = page.items.filter(({ updated_at }) => updated_at >= since)
  const fetched = await fetchEach(place, changed, ({ number }) => fetchPull(place, number))
  const whole = fetched.done.flatMap(({ result }) => result ?? [])
  const known = await knownCommits(
    place,
    whole.flatMap(each => each.commits.map(({ sha }) => sha)),
    false,
  )
  const told = nothingTold()
  for (const { pull, commits: own } of whole) {
    const first = commitTimes(own).reduce<Date | null>((least, at) => (least && least < at ? least : at), null)
    told.facts.push(...factsOfPull(repository.ghId, pull))
    told.pulls.push(pullOf(repository.ghId, pull, first))
    const fresh = own.filter(({ sha }) => !known.has(sha))
    for (const { sha } of fresh) known.add(sha)
    told.facts.push(...fresh.map(commit => factOfCommit(repository.ghId, commit, pull.head?.ref ?? null)))
  }
  if (fetched.trouble) return { told, cursor, trouble: fetched.trouble }
  return stepOf(
    page,
    told,
    since,
    page.items.map(({ updated_at }) => updated_at),
  )
}
