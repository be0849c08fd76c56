import { z } from 'zod'
import { days, earlier } from '../../../kernel/index.ts'
import { nothingTold } from '../../facts/fact.ts'
import { factsOfRelease } from '../../facts/of-release.ts'
import { releaseShape } from '../../facts/shapes.ts'
import { readPage, type Stage, stepOf } from './stage.ts'

const many = z.array(releaseShape)
/** The list goes by when a release was drafted: one that is published now may be further down. */
const longestDraft = days(90)

/** Releases, newest first. */
export const readReleases: Stage = async (place, cursor) => {
  const page = await readPage(place, cursor, 'releases', {}, many)
  const { ghId } = place.repository
  const facts = page.items.flatMap(release => factsOfRelease(ghId, release))
  // Whoever may see drafts sees those that were published until lately, too.
  const removals = page.items
    .filter(({ draft }) => draft)
    .map(({ id, updated_at }) => ({
      ...{ repository: ghId, objectKey: `release:${id}`, at: updated_at ?? place.deps.clock.now() },
    }))
  const times = page.items.map(({ created_at }) => created_at)
  return stepOf(page, { ...nothingTold(), facts, removals }, earlier(place.since, longestDraft), times)
}
