import { later } from '../../kernel/index.ts'
import { actorOfUser } from './actors.ts'
import type { NewActor, NewFact, NewPull } from './fact.ts'
import type { GithubPull, GithubReview, GithubReviewComment } from './shapes.ts'
import { by, nameOf, oneLine, quoted } from './text.ts'

export const noFigures = { additions: null, deletions: null, filesChanged: null }

interface PullTold {
  /** The delivery tells its very opening: its size is the size that it was opened with. */
  isOpening?: boolean
  /** Who closed it, where it is known. */
  closedBy?: NewActor | null
}

const figuresOf = ({ additions, deletions, changed_files }: GithubPull) => ({
  additions: additions ?? null,
  deletions: deletions ?? null,
  filesChanged: changed_files ?? null,
})

/** `branch`, or `owner:branch` where it is another repository's. */
function headOf({ head, base }: GithubPull): string | null {
  if (!head) return null
  const isOwn = head.repo?.id !== undefined && head.repo.id === base?.repo?.id
  return isOwn ? head.ref : (head.label ?? head.ref)
}

const stateOf = (pull: GithubPull) => (pull.merged_at ? 'merged' : pull.state === 'closed' ? 'closed' : 'open')

/** The pull request as it stands. */
export const pullOf = (repository: number, pull: GithubPull, firstCommitAt: Date | null = null): NewPull => ({
  repository,
  ghId: pull.id,
  number: pull.number,
  title: oneLine(pull.title),
  state: stateOf(pull),
  isDraft: pull.draft ?? false,
  author: actorOfUser(pull.user),
  url: pull.html_url,
  headRef: headOf(pull),
  baseRef: pull.base?.ref ?? null,
  additions: pull.additions ?? null,
  deletions: pull.deletions ?? null,
  changedFiles: pull.changed_files ?? null,
  openedAt: pull.created_at,
  firstCommitAt,
  mergedAt: pull.merged_at ?? null,
  closedAt: pull.closed_at ?? null,
  ghUpdatedAt: pull.updated_at,
})

/**
 * What a pull request tells however it is met: that it was opened, and that it was merged or closed. Every delivery
 * and list tells it again, so that one that was lost is made up for by the next.
 */
export function factsOfPull(repository: number, pull: GithubPull, told: PullTold = {}): NewFact[] {
  const { number } = pull
  const author = actorOfUser(pull.user)
  const title = oneLine(pull.title)
  const shared = { repository, number, title, url: pull.html_url, ghUpdatedAt: pull.updated_at }
  const details = {
    state: stateOf(pull),
    merged: pull.merged_at != null,
    draft: pull.draft ?? false,
    base: pull.base?.ref ?? null,
    head: headOf(pull),
    author: nameOf(author),
  }
  const opened: NewFact = {
    ...shared,
    kind: 'pr_opened',
    objectKey: `pr:${number}:opened`,
    actor: author,
    occurredAt: pull.created_at,
    text: `PR #${number} – ${title} opened${by(author)}`,
    ...(told.isOpening ? figuresOf(pull) : noFigures),
    details: { ...details, state: 'open', merged: false },
    partial: !told.isOpening,
  }
  const endedAt = pull.merged_at ?? pull.closed_at
  if (!endedAt) return [opened]
  const isMerged = pull.merged_at != null
  const known = actorOfUser(pull.merged_by) ?? told.closedBy ?? null
  const actor = known ?? (isMerged ? author : null)
  const ended: NewFact = {
    ...shared,
    kind: isMerged ? 'pr_merged' : 'pr_closed',
    objectKey: isMerged ? `pr:${number}:merged` : `pr:${number}:closed:${endedAt.toISOString()}`,
    actor,
    occurredAt: endedAt,
    text: `PR #${number} – ${title} ${isMerged ? 'merged' : 'closed'}${by(actor)}`,
    ...figuresOf(pull),
    details,
    partial: known === null || pull.additions == null,
  }
  return [opened, ended]
}

/**
 * A review; none while it is pending.
 * @param pull what it is of; when that was last changed orders the tellings of a review, which says no such time itself.
 *   A dismissal may be of the same second as what it dismisses, and is the last word.
 */
export function factsOfReview(
  repository: number,
  pull: { number: number; title?: string | null; updated_at?: Date | null },
  review: GithubReview,
): NewFact[] {
  if (!review.submitted_at || review.state.toLowerCase() === 'pending') return []
  const actor = actorOfUser(review.user)
  const state = review.state.toLowerCase()
  const text = `Review on PR #${pull.number}${by(actor)} [${state}]${quoted(' – ', review.body, 160)}`
  return [
    {
      ...{ repository, actor, kind: 'review_submitted', objectKey: `review:${review.id}`, number: pull.number, text },
      ...{ title: pull.title ? oneLine(pull.title) : null, url: review.html_url, occurredAt: review.submitted_at },
      ...noFigures,
      details: { reviewId: review.id, state },
      ghUpdatedAt: pull.updated_at ? later(pull.updated_at, state === 'dismissed' ? 1 : 0) : null,
    },
  ]
}

/** A comment on a line of a pull request. */
export function factsOfReviewComment(
  repository: number,
  pull: { number: number; title?: string | null },
  comment: GithubReviewComment,
): NewFact[] {
  const actor = actorOfUser(comment.user)
  const where = comment.path ? ` on ${comment.path}` : ''
  const text = `Review comment on PR #${pull.number}${where}${by(actor)}${quoted(': ', comment.body, 200)}`
  return [
    {
      ...{ repository, actor, kind: 'review_comment', objectKey: `review-comment:${comment.id}`, text },
      ...{ number: pull.number, title: pull.title ? oneLine(pull.title) : null, url: comment.html_url },
      ...noFigures,
      occurredAt: comment.created_at,
      details: { commentId: comment.id, path: comment.path ?? null },
      ghUpdatedAt: comment.updated_at,
    },
  ]
}
