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
  type SampleIssue,
  type SamplePull,
  sampleCommits,
  sampleDevelopers,
  sampleHost,
  sampleIssues,
  sampleOwner,
  samplePulls,
  sampleReleases,
  sampleRepositories,
} from './activity-texts.ts'

/** Numbers of pull requests and issues of each repository, the oldest first, as GitHub counts them. */
function numbered(): Map<SamplePull | SampleIssue, number> {
  const next = new Map<Place, number>()
  const opened = (each: SamplePull | SampleIssue) => ('openedHoursAgo' in each ? each.openedHoursAgo : each.beganHoursAgo)
  const oldestFirst = [...samplePulls, ...sampleIssues].sort((one, other) => opened(other) - opened(one))
  return new Map(
    oldestFirst.map(each => {
      const number = (next.get(each.in) ?? 40) + 1
      next.set(each.in, number)
      return [each, number]
    }),
  )
}

const userOf = (developer: Developer) => {
  const { id, login, type } = sampleDevelopers[developer]
  return { id, login, type, avatar_url: null }
}
const addressOf = (place: Place) => `${sampleHost}/${sampleOwner}/${sampleRepositories[place].name}`

/** GitHub's own words for the sample, as its REST API would say them at `now`. */
export function sampleActivity(now: Date): Told {
  const at = (hoursAgo: number) => earlier(now, hours(hoursAgo))
  const told = nothingTold()
  const numbers = numbered()
  let id = 900_001_000
  for (const [place, repository] of Object.entries(sampleRepositories)) {
    // The entries are those of the record.
    const html_url = addressOf(place as Place)
    const { isPrivate, name, ...rest } = repository
    const dates = { created_at: at(9_000), updated_at: at(1), pushed_at: at(1) }
    const said = { ...rest, html_url, full_name: `${sampleOwner}/${name}`, private: isPrivate, default_branch: 'main' }
    told.repositories.push(repositoryOf({ ...said, ...dates }))
  }

  const commit = (place: Place, by: Developer | undefined, message: string, hoursAgo: number, lines: readonly number[]) => {
    const sha = sha256(`${place} ${message} ${hoursAgo}`).slice(0, 40)
    const [additions = 0, deletions = 0, files = 1] = lines
    const who = by && sampleDevelopers[by]
    const author = who
      ? { name: who.name, email: `${by}@northwind-sample.example`, date: at(hoursAgo) }
      : { name: 'Night shift', email: 'night-shift@northwind-sample.example', date: at(hoursAgo) }
    told.facts.push(
      factOfCommit(
        sampleRepositories[place].id,
        {
          ...{ sha, html_url: `${addressOf(place)}/commit/${sha}`, author: by ? userOf(by) : null },
          commit: { message, author, committer: { date: at(hoursAgo) } },
          stats: { additions, deletions },
          files: Array.from({ length: files }, (_, index) => ({ filename: `file-${index}` })),
        },
        'main',
      ),
    )
  }

  for (const pull of samplePulls) {
    const { in: place, by, title, commits, beganHoursAgo, mergedHoursAgo, closedHoursAgo, review, lines } = pull
    const repository = sampleRepositories[place].id
    const number = numbers.get(pull) ?? 0
    const ended = mergedHoursAgo ?? closedHoursAgo
    const length = beganHoursAgo - (ended ?? 0.2)
    const [additions, deletions, changed_files] = lines
    for (const [index, message] of commits.entries()) {
      const share = 1 / commits.length
      const part = [Math.round(additions * share), Math.round(deletions * share), Math.ceil(changed_files * share)]
      commit(place, by, message, beganHoursAgo - 0.4 * length * index * share, part)
    }
    const html_url = `${addressOf(place)}/pull/${number}`
    const endedAt = ended === undefined ? null : at(ended)
    const said = {
      ...{ id: id++, number, title, html_url, draft: false, user: userOf(by), state: ended === undefined ? 'open' : 'closed' },
      ...{ additions, deletions, changed_files, created_at: at(beganHoursAgo - 0.45 * length) },
      ...{ updated_at: endedAt ?? at(0.3), closed_at: endedAt, merged_at: mergedHoursAgo === undefined ? null : endedAt },
      merged_by: mergedHoursAgo !== undefined && review ? userOf(review.by) : null,
      head: { ref: `${by}/${number}`, label: null, repo: { id: repository } },
      base: { ref: 'main', label: null, repo: { id: repository } },
    }
    told.facts.push(...factsOfPull(repository, said, { closedBy: null }))
    told.pulls.push(pullOf(repository, said, at(beganHoursAgo)))
    if (review) {
      const { by: reviewer, state, says } = review
      const reviewedAt = beganHoursAgo - 0.8 * length
      const given = { id: id++, user: userOf(reviewer), body: says, state, submitted_at: at(reviewedAt) }
      told.facts.push(...factsOfReview(repository, said, { ...given, html_url: `${html_url}#pullrequestreview-${id}` }))
      if (state === 'changes_requested' && ended !== undefined) {
        const again = { ...given, id: id++, body: 'Thank you, that is it.', state: 'approved' }
        const submitted_at = at(ended + 0.05 * length)
        told.facts.push(
          ...factsOfReview(repository, said, { ...again, submitted_at, html_url: `${html_url}#pullrequestreview-${id}` }),
        )
      }
    }
  }

  for (const { in: place, by, hoursAgo, message } of sampleCommits) commit(place, by, message, hoursAgo, [6, 4, 2])

  for (const issue of sampleIssues) {
    const { in: place, by, title, openedHoursAgo, closedHoursAgo, comment } = issue
    const repository = sampleRepositories[place].id
    const number = numbers.get(issue) ?? 0
    const html_url = `${addressOf(place)}/issues/${number}`
    const closed_at = closedHoursAgo === undefined ? null : at(closedHoursAgo)
    const said = {
      ...{ id: id++, number, title, html_url, user: userOf(by), state: closed_at ? 'closed' : 'open' },
      ...{ closed_by: closed_at ? userOf(comment?.by ?? by) : null, created_at: at(openedHoursAgo), closed_at },
      updated_at: closed_at ?? at(openedHoursAgo),
    }
    told.facts.push(...factsOfIssue(repository, said))
    if (comment) {
      const created_at = at(openedHoursAgo * 0.75)
      const given = { id: id++, user: userOf(comment.by), body: comment.says, created_at, updated_at: created_at }
      told.facts.push(...factsOfComment(repository, { ...given, html_url: `${html_url}#issuecomment-${id}` }, said))
    }
  }

  for (const { in: place, by, tag, hoursAgo, says } of sampleReleases) {
    const published_at = at(hoursAgo)
    told.facts.push(
      ...factsOfRelease(sampleRepositories[place].id, {
        ...{ id: id++, tag_name: tag, name: tag, body: says, author: userOf(by), created_at: published_at, published_at },
        html_url: `${addressOf(place)}/releases/tag/${tag}`,
      }),
    )
  }
  return told
}

/** Four weeks of work in three repositories: kept as anything is that GitHub tells, and marked. */
export async function makeSampleActivity(deps: Deps, scope: Scope): Promise<void> {
  const told = sampleActivity(deps.clock.now())
  await deps.db.transaction(tx => saveFacts(tx, deps, scope, told, { via: 'sample' }))
}
