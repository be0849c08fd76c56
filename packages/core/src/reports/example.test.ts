import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { generateReport, getReport } from './index.ts'
import type { ReportDetailDto } from './model.ts'
import { plantFacts, plantRepository } from './testing/planted-facts.ts'
import { hasRealCommits, realCommits } from './testing/real-commits.ts'

const example = new URL('../../../../docs/examples/weekly-report.md', import.meta.url)

/** The week in which the repository's tenth version came out. */
const monday = '2022-11-21'

describe.skipIf(!hasRealCommits)('a week of real commits (needs shared/data/github/trpc-commits.jsonl)', () => {
  let world: TestWorld
  let report: ReportDetailDto
  beforeAll(async () => {
    world = await createTestWorld()
    const scope = await world.makeWorkspace()
    const repository = await plantRepository(world.deps.db, scope.workspaceId, 'trpc/trpc')
    await plantFacts(world.deps.db, scope.workspaceId, repository, realCommits())
    const { id } = await generateReport(world.deps, scope, { kind: 'weekly', from: monday, timeZone: 'UTC' })
    await world.runJobs()
    report = await getReport(world.deps, scope, { id })
  })
  afterAll(() => world.close())

  it('gives the report that is kept as an example (`vitest -u` writes it anew)', async () => {
    expect(report).toMatchObject({ status: 'ready', model: null, error: null })
    await expect(report.markdown).toMatchFileSnapshot(example.pathname)
  })
})
