import { z } from 'zod'
import { nothingTold } from '../../facts/fact.ts'
import { factsOfIssue } from '../../facts/of-issue.ts'
import { issueShape } from '../../facts/shapes.ts'
import { readPage, type Stage, stepOf } from './stage.ts'

const many = z.array(issueShape)

/** GitHub issues that changed; its list has pull requests among them. */
export const readIssues: Stage = async (place, cursor) => {
  const query = { state: 'all', sort: 'updated', direction: 'desc', since: place.since.toISOString() }
  const page = await readPage(place, cursor, 'issues', query, many)
  const facts = page.items.flatMap(issue => factsOfIssue(place.repository.ghId, issue))
  const times = page.items.map(({ updated_at }) => updated_at)
  return stepOf(page, { ...nothingTold(), facts }, place.since, times)
}
