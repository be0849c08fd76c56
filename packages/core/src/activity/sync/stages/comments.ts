import { z } from 'zod'
import { nothingTold } from '../../facts/fact.ts'
import { factsOfComment } from '../../facts/of-issue.ts'
import { factsOfReviewComment } from '../../facts/of-pull.ts'
import { commentShape, type GithubReviewComment, reviewCommentShape } from '../../facts/shapes.ts'
import { type Cursor, type Place, readPage, type Stage, type Step, stepOf } from './stage.ts'

const query = ({ since }: Place) => ({ sort: 'updated', direction: 'desc', since: since.toISOString() })
const ofReviews = z.array(reviewCommentShape)
const ofIssues = z.array(commentShape)

/** The list says by an address which pull request a comment is on. */
function ofReview({ repository }: Place, comment: GithubReviewComment) {
  const number = /\/pull\/(\d+)/.exec(comment.html_url)?.[1]
  return number ? factsOfReviewComment(repository.ghId, { number: Number(number) }, comment) : []
}

async function readReviewComments(place: Place, cursor: Cursor): Promise<Step> {
  const page = await readPage(place, cursor, 'pulls/comments', query(place), ofReviews)
  const facts = page.items.flatMap(comment => ofReview(place, comment))
  const times = page.items.map(({ updated_at }) => updated_at)
  const step = stepOf(page, { ...nothingTold(), facts }, place.since, times)
  // Comments on issues and pull requests themselves are another list.
  return { ...step, cursor: step.cursor ?? { since: place.since.toISOString(), list: 'issues' } }
}

async function readIssueComments(place: Place, cursor: Cursor): Promise<Step> {
  const page = await readPage(place, cursor, 'issues/comments', query(place), ofIssues)
  const facts = page.items.flatMap(comment => factsOfComment(place.repository.ghId, comment))
  const times = page.items.map(({ updated_at }) => updated_at)
  return stepOf(page, { ...nothingTold(), facts }, place.since, times)
}

/** Comments on code, then those on issues and pull requests. */
export const readComments: Stage = (place, cursor) =>
  cursor.list === 'issues' ? readIssueComments(place, cursor) : readReviewComments(place, cursor)
