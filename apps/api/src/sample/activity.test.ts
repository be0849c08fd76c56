import { getWorkspace, removeSample } from '@quarterdeck/core/operations'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSampleActivity } from './activity.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

test('sample repositories tell of four weeks of work in the order in which work is done, and go with the sample data', async () => {
  const { deps, database } = world
  const scope = await world.makeWorkspace()
  await makeSampleActivity(deps, scope)
  const told = await database.run('select kind, count(*)::int as n from activity group by kind')
  expect(Object.fromEntries(told.map(row => [Reflect.get(row, 'kind'), Reflect.get(row, 'n')]))).toEqual({
    ...{ commit: 47, issue_closed: 4, issue_comment: 3, issue_opened: 5, pr_closed: 1, pr_merged: 16 },
    ...{ pr_opened: 18, release_published: 4, review_submitted: 20 },
  })
  const [times] = await database.run(`select count(*)::int as n from pull_requests
    where merged_at > first_review_at and first_review_at > opened_at and opened_at > first_commit_at`)
  expect(times).toEqual({ n: 16 })
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: true, repositories: 3 })
  expect(await removeSample(deps, scope)).toMatchObject({ repositories: 3 })
  for (const table of ['activity', 'git_actors', 'pull_requests', 'repositories']) {
    expect(await database.run(`select id from ${table}`)).toEqual([])
  }
})
