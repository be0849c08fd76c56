import { z } from 'zod'
import { actorOfUser } from '../facts/actors.ts'
import { nothingTold, type Removal, type Told } from '../facts/fact.ts'
import { factOfPushedCommit } from '../facts/of-commit.ts'
import { factsOfComment, factsOfIssue } from '../facts/of-issue.ts'
import { factsOfPull, factsOfReview, factsOfReviewComment, pullOf } from '../facts/of-pull.ts'
import { factsOfRelease } from '../facts/of-release.ts'
import { repositoryOf } from '../facts/of-repository.ts'
import {
  commentShape,
  issueShape,
  pullShape,
  pushedCommitShape,
  releaseShape,
  repositoryShape,
  reviewCommentShape,
  reviewShape,
  userShape,
} from '../facts/shapes.ts'

const action = z.string()
const event = z.object({ repository: repositoryShape, sender: userShape.nullish() })

const pullEvent = event.extend({ action, pull_request: pullShape })
/** Older servers describe the pull request of a review in fewer words than it has itself. */
const reviewEvent = event.extend({ review: reviewShape, pull_request: pullShape })
const reviewCommentEvent = event.extend({ action, comment: reviewCommentShape, pull_request: pullShape })
const issueEvent = event.extend({ action, issue: issueShape })
const commentEvent = event.extend({ action, comment: commentShape, issue: issueShape })
const releaseEvent = event.extend({ action, release: releaseShape })
const pushEvent = event.extend({
  ref: z.string(),
  deleted: z.boolean().optional(),
  forced: z.boolean().optional(),
  commits: z.array(pushedCommitShape).default([]),
})

type Teller = (payload: unknown, at: Date) => Told

const about = ({ repository }: z.infer<typeof event>): Told => ({
  ...nothingTold(),
  repositories: [repositoryOf(repository)],
})

const removal = (repository: number, objectKey: string, at: Date): Removal[] => [{ repository, objectKey, at }]

const tellPull: Teller = payload => {
  const told = pullEvent.parse(payload)
  const { id } = told.repository
  const pull = told.pull_request
  const isClosing = told.action === 'closed'
  const facts = factsOfPull(id, pull, {
    isOpening: told.action === 'opened',
    ...(isClosing && { closedBy: actorOfUser(told.sender) }),
  })
  return { ...about(told), facts, pulls: [pullOf(id, pull)] }
}

const tellReview: Teller = payload => {
  const told = reviewEvent.parse(payload)
  const { id } = told.repository
  const pull = told.pull_request
  const facts = [...factsOfPull(id, pull), ...factsOfReview(id, pull, told.review)]
  return { ...about(told), facts, pulls: [pullOf(id, pull)] }
}

const tellReviewComment: Teller = (payload, at) => {
  const told = reviewCommentEvent.parse(payload)
  const { id } = told.repository
  const pull = told.pull_request
  const facts = [...factsOfPull(id, pull), ...factsOfReviewComment(id, pull, told.comment)]
  const removals = told.action === 'deleted' ? removal(id, `review-comment:${told.comment.id}`, at) : []
  return { ...about(told), facts, pulls: [pullOf(id, pull)], removals }
}

const isGone = (name: string) => name === 'deleted' || name === 'transferred'

const tellIssue: Teller = (payload, at) => {
  const told = issueEvent.parse(payload)
  const { id } = told.repository
  const closedBy = told.action === 'closed' ? actorOfUser(told.sender) : null
  const { number } = told.issue
  // Nothing else says that its comments went with it.
  const removals = isGone(told.action) ? [{ repository: id, objectKey: `issue:${number}:`, number, at }] : []
  return { ...about(told), facts: factsOfIssue(id, told.issue, { closedBy }), removals }
}

const tellComment: Teller = (payload, at) => {
  const told = commentEvent.parse(payload)
  const { id } = told.repository
  const facts = [...factsOfIssue(id, told.issue), ...factsOfComment(id, told.comment, told.issue)]
  const removals = told.action === 'deleted' ? removal(id, `comment:${told.comment.id}`, at) : []
  return { ...about(told), facts, removals }
}

const tellRelease: Teller = (payload, at) => {
  const told = releaseEvent.parse(payload)
  const { id } = told.repository
  const { release } = told
  const wasPublished = told.action === 'unpublished'
  // It may be published again later: this holds for what was published until now.
  const since = wasPublished ? (release.updated_at ?? at) : at
  const removals = wasPublished || told.action === 'deleted' ? removal(id, `release:${release.id}`, since) : []
  return { ...about(told), facts: factsOfRelease(id, release, { wasPublished }), removals }
}

/** Every commit of every branch. Tags, and branches that are deleted, are no work. */
const tellPush: Teller = (payload, at) => {
  const told = pushEvent.parse(payload)
  const branch = /^refs\/heads\/(.+)$/.exec(told.ref)?.[1]
  if (!branch || told.deleted) return about(told)
  const facts = told.commits.map(commit => factOfPushedCommit(told.repository.id, commit, branch, told.sender))
  const shas = told.commits.map(({ id }) => id)
  return { ...about(told), facts, rewrites: told.forced ? [{ repository: told.repository.id, branch, shas, at }] : [] }
}

/** Its name, its description, who may see it. */
const tellRepository: Teller = payload => about(event.parse(payload))

/** The kinds of delivery that tell facts. What the others say is kept with the delivery, and not used. */
const tellers: Record<string, Teller> = {
  pull_request: tellPull,
  pull_request_review: tellReview,
  pull_request_review_comment: tellReviewComment,
  issues: tellIssue,
  issue_comment: tellComment,
  release: tellRelease,
  push: tellPush,
  repository: tellRepository,
  public: tellRepository,
}

/**
 * What a delivery of GitHub tells; null where it is of a kind that tells no facts.
 * @param at when it was taken in: for what says no time of its own.
 * @throws ZodError when it lacks what every delivery of its kind has.
 */
export function tell(eventType: string, payload: unknown, at: Date): Told | null {
  const teller = Object.hasOwn(tellers, eventType) ? tellers[eventType] : undefined
  return teller ? teller(payload, at) : null
}
