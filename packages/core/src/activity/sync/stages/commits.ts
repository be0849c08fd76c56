import { activity } from '@quarterdeck/db'
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { nothingTold } from '../../facts/fact.ts'
import { factOfCommit } from '../../facts/of-commit.ts'
import { commitShape, type GithubCommit } from '../../facts/shapes.ts'
import { addressOf, fetchEach, type Place, readPage, type Stage, stepOf } from './stage.ts'

const many = z.array(commitShape)

/** When it came to be where it is: what GitHub's list goes by. */
export const commitTimes = (commits: readonly GithubCommit[]): Date[] =>
  commits.flatMap(({ commit }) => commit.committer?.date ?? commit.author?.date ?? [])

/** Of these commits, those that are here already; or here with how much they changed. */
export async function knownCommits(
  { deps, repository }: Place,
  shas: readonly string[],
  withFigures: boolean,
): Promise<Set<string>> {
  if (shas.length === 0) return new Set()
  const keys = shas.map(sha => `commit:${sha}`)
  const rows = await deps.db
    .select({ key: activity.objectKey })
    .from(activity)
    .where(
      and(
        ...[eq(activity.repositoryId, repository.id), inArray(activity.objectKey, keys), isNull(activity.supersededAt)],
        withFigures ? isNotNull(activity.additions) : undefined,
      ),
    )
  return new Set(rows.map(({ key }) => key.slice('commit:'.length)))
}

/** Commits of the default branch. The list says nothing of their size: each that is new is asked for by itself. */
export const readCommits: Stage = async (place, cursor) => {
  const { deps, client, repository, since } = place
  const branch = repository.defaultBranch
  if (!branch) return { told: nothingTold(), cursor: null }
  const page = await readPage(place, cursor, 'commits', { sha: branch, since: since.toISOString() }, many)
  const known = await knownCommits(
    place,
    page.items.map(({ sha }) => sha),
    true,
  )
  const fetched = await fetchEach(
    place,
    page.items.filter(({ sha }) => !known.has(sha)),
    async ({ sha }): Promise<GithubCommit | null> =>
      (await client.get(`${addressOf(place)}/commits/${sha}`, commitShape))?.data ?? null,
  )
  const facts = fetched.done.map(({ item, result }) => factOfCommit(repository.ghId, result ?? item, branch))
  const shas = page.items.map(({ sha }) => sha)
  const isThere = { repository: repository.ghId, branch: null, shas, at: deps.clock.now() }
  const told = { ...nothingTold(), facts, rewrites: [isThere] }
  if (fetched.trouble) return { told, cursor, trouble: fetched.trouble }
  return stepOf(page, told, since, commitTimes(page.items))
}
