import { pullRequests } from '@quarterdeck/db'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { nothingTold, type Told } from '../../facts/fact.ts'
import { factOfCommit } from '../../facts/of-commit.ts'
import { factsOfPull, pullOf } from '../../facts/of-pull.ts'
import { commitShape, type GithubCommit, type GithubPull, pullShape } from '../../facts/shapes.ts'
import { readAll } from '../github-client.ts'
import { commitTimes, knownCommits } from './commits.ts'
import { addressOf, fetchEach, type Place, readPage, type Stage, stepOf } from './stage.ts'

const many = z.array(pullShape)
const commits = z.array(commitShape)
/** Each takes two requests or more, and a crash is to repeat few. */
const pageSize = 50

interface Whole {
  pull: GithubPull
  commits: GithubCommit[]
}

async function fetchPull(place: Place, number: number): Promise<Whole | null> {
  const path = `${addressOf(place)}/pulls/${number}`
  const reply = await place.client.get(path, pullShape)
  // GitHub gives at most 250 commits.
  return reply && { pull: reply.data, commits: await readAll(place.client, `${path}/commits?per_page=100`, commits) }
}

/** Of these pull requests, those that are here as they stand now, with their size and first commit. */
async function knownPulls({ deps, repository }: Place, pulls: readonly GithubPull[]): Promise<Set<number>> {
  if (pulls.length === 0) return new Set()
  const numbers = pulls.map(({ number }) => number)
  const rows = await deps.db
    .select({ number: pullRequests.number, at: pullRequests.ghUpdatedAt })
    .from(pullRequests)
    .where(
      and(
        ...[eq(pullRequests.repositoryId, repository.id), inArray(pullRequests.number, numbers)],
        ...[isNotNull(pullRequests.additions), isNotNull(pullRequests.firstCommitAt)],
      ),
    )
  const known = new Map(rows.map(({ number, at }) => [number, at]))
  const isHere = ({ number, updated_at }: GithubPull) => (known.get(number)?.getTime() ?? 0) >= updated_at.getTime()
  return new Set(pulls.filter(isHere).map(({ number }) => number))
}

/** What whole pull requests tell: themselves, when the first of their commits was made, and commits that are new. */
async function tellPulls(place: Place, whole: readonly Whole[]): Promise<Told> {
  const { repository } = place
  const shas = whole.flatMap(each => each.commits.map(({ sha }) => sha))
  const known = await knownCommits(place, shas, false)
  const told = nothingTold()
  told.rewrites.push({ repository: repository.ghId, branch: null, shas, at: place.deps.clock.now() })
  for (const { pull, commits: own } of whole) {
    const first = commitTimes(own).reduce<Date | null>((least, at) => (least && least < at ? least : at), null)
    told.facts.push(...factsOfPull(repository.ghId, pull))
    told.pulls.push(pullOf(repository.ghId, pull, first))
    const fresh = own.filter(({ sha }) => !known.has(sha))
    for (const { sha } of fresh) known.add(sha)
    told.facts.push(...fresh.map(commit => factOfCommit(repository.ghId, commit, pull.head?.ref ?? null)))
  }
  return told
}

/**
 * Pull requests that changed, each with its commits: when the first of them was made, a pull request itself does not say.
 * Newest change first: one that changes meanwhile comes twice, and none is left out.
 */
export const readPulls: Stage = async (place, cursor) => {
  const { since } = place
  const query = { state: 'all', sort: 'updated', direction: 'desc' }
  const page = await readPage(place, cursor, 'pulls', query, many, pageSize)
  const changed = page.items.filter(({ updated_at }) => updated_at >= since)
  const known = await knownPulls(place, changed)
  const fetched = await fetchEach(
    place,
    changed.filter(({ number }) => !known.has(number)),
    ({ number }) => fetchPull(place, number),
  )
  const whole = fetched.done.map(({ item, result }) => result ?? { pull: item, commits: [] })
  const told = await tellPulls(place, whole)
  if (fetched.trouble) return { told, cursor, trouble: fetched.trouble }
  return stepOf(
    page,
    told,
    since,
    page.items.map(({ updated_at }) => updated_at),
  )
}
