import {
  factOfCommit,
  factsOfComment,
  factsOfIssue,
  factsOfPull,
  factsOfRelease,
  factsOfReview,
  nothingTold,
  pullOf,
  repositoryOf,
  saveFacts,
  type Told,
} from '@quarterdeck/core/activity'
import { type Deps, earlier, hours, type Scope, sha256 } from '@quarterdeck/core/kernel'
import {
  type Developer,
  type Place,
  placeNames,
  type SampleCommit,
  type SampleIssue,
  type SamplePull,
  type SampleRelease,
  sampleCommits,
  sampleDevelopers,
  sampleHost,
  sampleIssues,
  sampleOwner,
  samplePulls,
  sampleReleases,
  sampleRepositories,
} from './activity-texts.ts'

/** What is told so far, and what it takes to tell more as GitHub's REST API would. */
interface Teller {
  told: Told
  at: (hoursAgo: number) => Date
  /** A number that nothing else has. */
  newId: () => number
  numbers: ReadonlyMap<SamplePull | SampleIssue, number>
}

/** Numbers of pull requests and issues of each repository, the oldest first, as GitHub counts them. */
function numberAll(): Map<SamplePull | SampleIssue, number> {
  const last = new Map<Place, number>()
  const opened = (each: SamplePull | SampleIssue) => ('began' in each ? each.began : each.opened)
  const oldestFirst = [...samplePulls, ...sampleIssues].sort((one, other) => opened(other) - opened(one))
  return new Map(
    oldestFirst.map(each => {
      const number = (last.get(each.in) ?? 40) + 1
      last.set(each.in, number)
      return [each, number]
    }),
  )
}

const repositoryIdOf = (place: Place) => sampleRepositories[place].id
const addressOf = (place: Place) => `${sampleHost}/${sampleOwner}/${sampleRepositories[place].name}`

function userOf(developer: Developer) {
  const { id, login, type } = sampleDevelopers[developer]
  return { id, login, type }
}

function tellRepository({ told, at }: Teller, place: Place): void {
  const { isPrivate, name, ...said } = sampleRepositories[place]
  const dates = { created_at: at(9_000), updated_at: at(1), pushed_at: at(1) }
  const names = { full_name: `${sampleOwner}/${name}`, html_url: addressOf(place), default_branch: 'main' }
  told.repositories.push(repositoryOf({ ...said, ...names, ...dates, private: isPrivate }))
}

type Lines = readonly [additions: number, deletions: number, files: number]

function tellCommit({ told, at }: Teller, commit: SampleCommit, lines: Lines, branch: string): void {
  const { in: place, by, ago, message } = commit
  const sha = sha256(`${place} ${message} ${ago}`).slice(0, 40)
  const [additions, deletions, files] = lines
  const name = by ? sampleDevelopers[by].name : 'Night shift'
  const email = `${by ?? 'night-shift'}@northwind-sample.example`
  const said = {
    ...{ sha, html_url: `${addressOf(place)}/commit/${sha}`, author: by ? userOf(by) : null },
    commit: { message, author: { name, email, date: at(ago) }, committer: { date: at(ago) } },
    stats: { additions, deletions },
    files: Array.from({ length: files }, (_, index) => ({ filename: `file-${index}` })),
  }
  told.facts.push(factOfCommit(repositoryIdOf(place), said, branch))
}

/** Its commits in the first two fifths of its life, then it is opened, and reviewed in the last. */
function tellPull(teller: Teller, pull: SamplePull): void {
  const { told, at, newId, numbers } = teller
  const { in: place, by, title, commits, began, merged, closed, review, lines } = pull
  const ended = merged ?? closed
  const life = began - (ended ?? 0.2)
  const number = numbers.get(pull) ?? 0
  const head = `${by}/${number}`
  const share = (amount: number) => Math.ceil(amount / commits.length)
  for (const [index, message] of commits.entries()) {
    const ago = began - (0.4 * life * index) / commits.length
    tellCommit(teller, { in: place, by, ago, message }, [share(lines[0]), share(lines[1]), share(lines[2])], head)
  }
  const repository = repositoryIdOf(place)
  const html_url = `${addressOf(place)}/pull/${number}`
  const endedAt = ended === undefined ? null : at(ended)
  const branch = (ref: string) => ({ ref, repo: { id: repository } })
  const said = {
    ...{ id: newId(), number, title, html_url, draft: false, user: userOf(by), state: endedAt ? 'closed' : 'open' },
    ...{ additions: lines[0], deletions: lines[1], changed_files: lines[2], created_at: at(began - 0.45 * life) },
    ...{ updated_at: endedAt ?? at(0.3), closed_at: endedAt, merged_at: merged === undefined ? null : endedAt },
    ...{
      merged_by: merged === undefined ? null : userOf(review.by),
      head: branch(head),
      base: branch('main'),
    },
  }
  told.facts.push(...factsOfPull(repository, said))
  told.pulls.push(pullOf(repository, said, at(began)))
  const reviews = [{ state: review.state, body: review.says, ago: began - 0.8 * life }]
  if (review.state === 'changes_requested' && ended !== undefined) {
    reviews.push({ state: 'approved', body: 'Thank you, that is it.', ago: ended + 0.05 * life })
  }
  for (const { state, body, ago } of reviews) {
    const id = newId()
    const given = { id, state, body, user: userOf(review.by), submitted_at: at(ago) }
    told.facts.push(...factsOfReview(repository, said, { ...given, html_url: `${html_url}#pullrequestreview-${id}` }))
  }
}

function tellIssue({ told, at, newId, numbers }: Teller, issue: SampleIssue): void {
  const { in: place, by, title, opened, closed, comment } = issue
  const number = numbers.get(issue) ?? 0
  const html_url = `${addressOf(place)}/issues/${number}`
  const closed_at = closed === undefined ? null : at(closed)
  const said = {
    ...{ id: newId(), number, title, html_url, user: userOf(by), state: closed_at ? 'closed' : 'open' },
    ...{ created_at: at(opened), closed_at, updated_at: closed_at ?? at(opened) },
    closed_by: closed_at ? userOf(comment?.by ?? by) : null,
  }
  told.facts.push(...factsOfIssue(repositoryIdOf(place), said))
  if (!comment) return
  const id = newId()
  const created_at = at(opened * 0.75)
  const given = { id, user: userOf(comment.by), body: comment.says, created_at, updated_at: created_at }
  const address = `${html_url}#issuecomment-${id}`
  told.facts.push(...factsOfComment(repositoryIdOf(place), { ...given, html_url: address }, said))
}

function tellRelease({ told, at, newId }: Teller, { in: place, by, tag, ago, says }: SampleRelease): void {
  const said = { id: newId(), tag_name: tag, name: tag, body: says, author: userOf(by) }
  const when = { created_at: at(ago), published_at: at(ago) }
  const html_url = `${addressOf(place)}/releases/tag/${tag}`
  told.facts.push(...factsOfRelease(repositoryIdOf(place), { ...said, ...when, html_url }))
}

/** Four weeks of work before `now`. */
function tellAll(now: Date): Told {
  let id = 900_001_000
  const told = nothingTold()
  const at = (hoursAgo: number) => earlier(now, hours(hoursAgo))
  const teller: Teller = { told, at, newId: () => id++, numbers: numberAll() }
  for (const place of placeNames) tellRepository(teller, place)
  for (const pull of samplePulls) tellPull(teller, pull)
  for (const commit of sampleCommits) tellCommit(teller, commit, [6, 4, 2], 'main')
  for (const issue of sampleIssues) tellIssue(teller, issue)
  for (const release of sampleReleases) tellRelease(teller, release)
  return told
}

/** Work in three repositories, kept as anything is that GitHub tells, and marked. */
export async function makeSampleActivity(deps: Deps, scope: Scope): Promise<void> {
  await deps.db.transaction(tx => saveFacts(tx, deps, scope, tellAll(deps.clock.now()), { via: 'sample' }))
}
