import { makeCommits, makePulls, openHistoryServer } from '@quarterdeck/core/testing/outside'
import { testEngine } from '@quarterdeck/db/testing'
import { expect, test } from 'vitest'
import { makeDataPlace } from './testing/data-place.ts'
import { runFile } from './testing/process.ts'

// An embedded database is started again after each kill, and that takes seconds: there, a few. Other moments of death
// (before a commit, and right after one) are told apart by the test of the sync itself.
const [kills, which] = testEngine() === 'postgres' ? [10, 'ten times'] : [2, 'twice (on Postgres: ten times)']
const minute = 60_000
const commits = makeCommits(1_200, new Date('2024-01-01T00:00:00Z'))
const pulls = makePulls(commits.slice(0, 40))

test(`a process that is killed ${which} while it fetches history leaves every fact once`, async () => {
  await using place = await makeDataPlace()
  let isDeadly = true
  let killAt = 0
  let kill: (() => void) | undefined
  const server = await openHistoryServer({
    repositories: [{ ghId: 7, fullName: 'acme/large', commits, pulls }],
    now: () => new Date(),
    spoilt: n => {
      if (isDeadly && n >= killAt) kill?.()
      return null
    },
  })
  try {
    const start = (index: number) => {
      const more = { GITHUB_TOKEN: 'ghp_secret', GITHUB_API_URL: server.url, CLOCK_AHEAD: String(index * 3 * minute) }
      const { child, ended } = runFile('testing/sync-child.ts', [], { ...place.env, ...more })
      kill = () => child.kill('SIGKILL')
      return ended
    }
    for (let index = 0; index < kills; index++) {
      // Somewhere in each next page: of a list, of commits, of pull requests.
      killAt = server.counted() + 60 + ((index * 37) % 101)
      const { signal, output } = await start(index)
      expect(signal, `kill ${index}: ${output}`).toBe('SIGKILL')
    }
    isDeadly = false
    const last = await start(kills)
    expect(last, last.output).toMatchObject({ code: 0 })
    const [row] = await place.look(database =>
      database.run<object>(
        `select (select status from sync_batches) as status, count(*)::int as facts,
           count(distinct object_key)::int as objects, count(*) filter (where kind = 'commit')::int as commits,
           count(*) filter (where superseded_at is not null)::int as superseded from activity`,
      ),
    )
    // Of a pull request: opened, merged, review, two comments, its issue opened and closed; and two commits of its own.
    const facts = commits.length + pulls.length * 9 + pulls.filter(({ number }) => number % 20 === 1).length
    const expected = { status: 'completed', facts, objects: facts, commits: commits.length + 80, superseded: 0 }
    expect(row).toEqual(expected)
  } finally {
    await server.close()
  }
}, 240_000)
