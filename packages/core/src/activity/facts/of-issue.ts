import { actorOfUser } from './actors.ts'
import type { NewActor, NewFact } from './fact.ts'
import { noFigures } from './of-pull.ts'
import type { GithubComment, GithubIssue } from './shapes.ts'
import { by, nameOf, oneLine, quoted } from './text.ts'

/** What an issue of GitHub tells however it is met: that it was opened, and that it is closed. Nothing of a pull request. */
export function factsOfIssue(
  repository: number,
  issue: GithubIssue,
  { closedBy }: { closedBy?: NewActor | null } = {},
): NewFact[] {
  if (issue.pull_request) return []
  const { number } = issue
  const author = actorOfUser(issue.user)
  const title = oneLine(issue.title)
  const shared = { repository, number, title, url: issue.html_url, ghUpdatedAt: issue.updated_at, ...noFigures }
  const opened: NewFact = {
    ...shared,
    kind: 'issue_opened',
    objectKey: `issue:${number}:opened`,
    actor: author,
    occurredAt: issue.created_at,
    text: `Issue #${number} – ${title} opened${by(author)}`,
    details: { state: 'open', author: nameOf(author) },
  }
  if (issue.state !== 'closed' || !issue.closed_at) return [opened]
  const known = actorOfUser(issue.closed_by) ?? closedBy ?? null
  const closed: NewFact = {
    ...shared,
    kind: 'issue_closed',
    objectKey: `issue:${number}:closed:${issue.closed_at.toISOString()}`,
    actor: known,
    occurredAt: issue.closed_at,
    text: `Issue #${number} – ${title} closed${by(known)}`,
    details: { state: 'closed', author: nameOf(author) },
    partial: known === null,
  }
  return [opened, closed]
}

/**
 * A comment on an issue, or on a pull request as a whole.
 * @param issue what it is on; where only the comment is known, its address says the number.
 */
export function factsOfComment(
  repository: number,
  comment: GithubComment,
  issue?: Pick<GithubIssue, 'number' | 'title'>,
): NewFact[] {
  const place = /\/(pull|issues)\/(\d+)(?:#|$)/.exec(comment.html_url)
  const number = issue?.number ?? (place ? Number(place[2]) : null)
  if (number === null) return []
  const isPullRequest = place?.[1] === 'pull'
  const actor = actorOfUser(comment.user)
  const what = isPullRequest ? 'PR' : 'issue'
  return [
    {
      ...{ repository, actor, kind: 'issue_comment', objectKey: `comment:${comment.id}`, number },
      ...{ title: issue ? oneLine(issue.title) : null, url: comment.html_url, occurredAt: comment.created_at },
      text: `Comment on ${what} #${number}${by(actor)}${quoted(': ', comment.body, 200)}`,
      ...noFigures,
      details: { commentId: comment.id, isPullRequest },
      ghUpdatedAt: comment.updated_at,
    },
  ]
}
