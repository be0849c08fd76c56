import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { type NewFact, nothingTold, type Told } from './fact.ts'
import { factOfCommit, factOfPushedCommit } from './of-commit.ts'
import { factsOfComment } from './of-issue.ts'
import { factsOfPull, factsOfReview, pullOf } from './of-pull.ts'
import { saveFacts } from './save-facts.ts'
import { commentShape, commitShape, pullShape, pushedCommitShape, reviewShape } from './shapes.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

const number = 7
const repository = { ghId: number, fullName: 'acme/shop', url: 'https://github.com/acme/shop', defaultBranch: 'main' }
const user = (id: number, login: string) => ({ id, login, type: 'User' })
const [ana, ben] = [user(1, 'ana'), user(2, 'ben')]
const minute = (count: number) => new Date(Date.UTC(2026, 2, 2, 9, count)).toISOString()

const pull = (more: object = {}) =>
  pullShape.parse({
    ...{ id: 11, number: 1, title: 'Pay faster', state: 'open', html_url: 'https://github.com/acme/shop/pull/1' },
    ...{ user: ana, created_at: minute(10), updated_at: minute(10) },
    ...{ head: { ref: 'pay', repo: { id: number } }, base: { ref: 'main', repo: { id: number } }, ...more },
  })
const figures = { additions: 5, deletions: 2, changed_files: 3 }
const comment = (body: string, at: number) =>
  commentShape.parse({
    ...{ id: 21, user: ben, body, html_url: 'https://github.com/acme/shop/issues/3#issuecomment-21' },
    ...{ created_at: minute(1), updated_at: minute(at) },
  })
const sha = 'a'.repeat(40)
const author = { name: 'Ana Lima', email: 'Ana@example.com' }
const pushed = pushedCommitShape.parse({
  ...{
    id: sha,
    message: 'Pay faster\n\nAt last.',
    timestamp: minute(5),
    url: `https://github.com/acme/shop/commit/${sha}`,
  },
  author,
})
const listed = commitShape.parse({
  ...{ sha, html_url: pushed.url, author: ana, parents: [{ sha: 'b'.repeat(40) }] },
  commit: { message: pushed.message, author: { ...author, date: minute(4) }, committer: { date: minute(5) } },
  ...{ stats: { additions: 9, deletions: 1 }, files: [{ filename: 'a.ts' }] },
})

const of = (...facts: NewFact[]): Partial<Told> => ({ facts })

async function save(told: Partial<Told>, where = scope) {
  const all = { ...nothingTold(), repositories: [repository], ...told }
  return world.deps.db.transaction(tx => saveFacts(tx, world.deps, where, all, { via: 'webhook' }))
}

interface Row {
  key: string
  text: string
  by: string | null
  is: string
}
const rows = (where = scope) =>
  world.database.run<Row>(
    `select a.object_key as key, a.text, coalesce(g.login, g.name) as by,
        case when a.removed_at is not null then 'removed' when a.superseded_at is not null then 'old' else 'now' end as is
      from activity a left join git_actors g on g.id = a.actor_id where a.workspace_id = $1
      order by a.object_key, (a.superseded_at is null), a.created_at, a.id`,
    [where.workspaceId],
  )
const begin = async () => {
  scope = await world.makeWorkspace()
}

describe('a fact', () => {
  beforeAll(begin)

  it('is kept once, and an edit beside the words before it; what is older changes nothing', async () => {
    expect(await save(of(...factsOfComment(number, comment('One', 1))))).toMatchObject({ added: 1 })
    expect(await save(of(...factsOfComment(number, comment('One', 1))))).toMatchObject({ unchanged: 1 })
    expect(await save(of(...factsOfComment(number, comment('Two', 3))))).toMatchObject({ superseded: 1 })
    expect(await save(of(...factsOfComment(number, comment('Late', 2))))).toMatchObject({ stale: 1 })
    expect(await rows()).toEqual([
      { key: 'comment:21', text: 'Comment on issue #3 by ben: One', by: 'ben', is: 'old' },
      { key: 'comment:21', text: 'Comment on issue #3 by ben: Two', by: 'ben', is: 'now' },
    ])
    const [edge] = await world.database.run(
      `select count(*)::int as n from activity o join activity n on n.id = o.superseded_by_id where n.superseded_at is null
        and o.workspace_id = $1`,
      [scope.workspaceId],
    )
    expect(edge).toEqual({ n: 1 })
  })

  it('that was taken back stays so, whatever comes after', async () => {
    await save({ removals: [{ repository: number, objectKey: 'comment:21', at: new Date() }] })
    await save(of(...factsOfComment(number, comment('Three', 9))))
    expect((await rows()).at(-1)).toMatchObject({ is: 'removed' })
  })

  it('holds no more than Postgres can, and no more than a line', async () => {
    await save(of(...factsOfComment(number, { ...comment(`a\u0000b\ud83d ${'é'.repeat(900)}`, 30), id: 22 })))
    const text = (await rows()).find(({ key }) => key === 'comment:22')?.text ?? ''
    expect(text.isWellFormed()).toBe(true)
    expect(text).toMatch(/^Comment on issue #3 by ben: a\ufffdb/)
    expect(text.length).toBeLessThanOrEqual(512)
  })

  it('of a repository that nobody knows is left out', async () => {
    const [fact] = factsOfComment(8, comment('Elsewhere', 1))
    expect(await save(of(...(fact ? [fact] : [])))).toEqual({ added: 0, superseded: 0, unchanged: 0, stale: 0 })
  })
})

describe('a commit', () => {
  beforeAll(begin)

  it('is known by its address first, then by its account; the sync adds its size, and a late push takes nothing away', async () => {
    await save(of(factOfPushedCommit(number, pushed, 'pay', null)))
    expect(await rows()).toMatchObject([
      { text: 'aaaaaaa by Ana Lima: Pay faster At last.', by: 'Ana Lima', is: 'now' },
    ])
    await save(of(factOfCommit(number, listed)))
    await save(of(factOfPushedCommit(number, pushed, 'main', null)))
    expect(await rows()).toMatchObject([
      { by: 'ana', is: 'old' },
      { text: 'aaaaaaa by ana: Pay faster At last. (+9, -1, 1 file)', by: 'ana', is: 'now' },
    ])
    expect(
      await world.database.run('select key, email from git_actors where workspace_id = $1', [scope.workspaceId]),
    ).toEqual([{ key: 'github:1', email: 'ana@example.com' }])
  })

  it('links whoever is a member by an address that they showed to be theirs, unless somebody decided', async () => {
    const personId = await world.makePerson(scope, 'agent', 'carla@example.com')
    const by = (name: string) => ({ ...pushed, id: name.repeat(40), author: { name, email: 'carla@example.com' } })
    await save(of(factOfPushedCommit(number, by('c'), 'main', null)))
    const link = async () =>
      (
        await world.database.run<{ person_id: string | null }>(
          "select person_id from git_actors where email = 'carla@example.com'",
        )
      )[0]?.person_id
    expect(await link()).toBeNull()
    await world.database.run("update people set email_verified_at = now() where email = 'carla@example.com'")
    await world.database.run("delete from git_actors where email = 'carla@example.com'")
    await save(of(factOfPushedCommit(number, by('d'), 'main', null)))
    expect(await link()).toBe(personId)
  })

  it('merges those who turn out to be one', async () => {
    const one = { ...pushed, id: 'e'.repeat(40), author: { name: 'Dan', email: 'dan@example.com' } }
    const other = { ...pushed, id: 'f'.repeat(40), author: { name: 'Dan', email: 'd@work.example', username: 'dan' } }
    await save(of(factOfPushedCommit(number, one, 'main', null), factOfPushedCommit(number, other, 'main', null)))
    const known = { ...listed, sha: '1'.repeat(40), author: user(4, 'dan') }
    known.commit = { ...known.commit, author: { name: 'Dan', email: 'dan@example.com' } }
    // Told together with one more of an address that is theirs.
    const again = factOfPushedCommit(number, { ...other, id: '2'.repeat(40) }, 'main', null)
    await save(of(again, factOfCommit(number, known)))
    const found = await world.database.run(
      `select g.key, count(*)::int as facts from activity a join git_actors g on g.id = a.actor_id
        where a.workspace_id = $1 and g.name = 'Dan' group by g.key`,
      [scope.workspaceId],
    )
    expect(found).toEqual([{ key: 'github:4', facts: 4 }])
  })
})

describe('a pull request', () => {
  beforeAll(begin)
  const review = reviewShape.parse({
    ...{ id: 31, user: ben, body: 'Good', state: 'APPROVED', submitted_at: minute(20) },
    html_url: 'https://github.com/acme/shop/pull/1#pullrequestreview-31',
  })

  it('has its first commit, its first review by another, and its end', async () => {
    await save(of(factOfPushedCommit(number, { ...pushed, author: { ...author, username: 'ana' } }, 'pay', ana)))
    await save({
      facts: factsOfPull(number, pull(figures), { isOpening: true }),
      pulls: [pullOf(number, pull(figures))],
    })
    await save(
      of(...factsOfReview(number, pull(), { ...review, id: 30, user: ana, submitted_at: new Date(minute(15)) })),
    )
    await save(of(...factsOfReview(number, pull(), review)))
    const merged = pull({
      ...figures,
      state: 'closed',
      merged_at: minute(40),
      closed_at: minute(40),
      updated_at: minute(40),
      merged_by: ben,
    })
    await save({ facts: factsOfPull(number, merged), pulls: [pullOf(number, merged)] })
    const late = pull({ title: 'Before', updated_at: minute(9) })
    await save({ facts: factsOfPull(number, late), pulls: [pullOf(number, late)] })
    const [row] = await world.database.run(
      `select title, state, additions, first_commit_at = $2::timestamptz as committed,
          first_review_at = $3::timestamptz as reviewed, merged_at = $4::timestamptz as ended from pull_requests
        where workspace_id = $1`,
      [scope.workspaceId, minute(5), minute(20), minute(40)],
    )
    expect(row).toEqual({
      ...{ title: 'Pay faster', state: 'merged', additions: 5, committed: true, reviewed: true, ended: true },
    })
    expect((await rows()).map(({ text }) => text)).toEqual([
      'aaaaaaa by ana: Pay faster At last.',
      'PR #1 – Pay faster merged by ben (+5, -2, 3 files)',
      'PR #1 – Pay faster opened by ana (+5, -2, 3 files)',
      'Review on PR #1 by ana [approved] – Good',
      'Review on PR #1 by ben [approved] – Good',
    ])
  })
})

/** A story with edits, repeats, a list that tells less and a comment that was taken back. */
const story: Partial<Told>[] = [
  of(factOfPushedCommit(number, pushed, 'pay', ana)),
  of(...factsOfComment(number, comment('One', 1))),
  of(...factsOfComment(number, comment('Two', 2))),
  of(...factsOfComment(number, comment('Three', 3))),
  of(...factsOfComment(number, { ...comment('Gone', 3), id: 23 })),
  {
    facts: factsOfComment(number, { ...comment('Gone', 3), id: 23 }),
    removals: [{ repository: number, objectKey: 'comment:23', at: new Date(minute(9)) }],
  },
  of(factOfCommit(number, listed, 'pay')),
  of(...factsOfPull(number, pull({ title: 'Pay quickly', updated_at: minute(12) }))),
  of(...factsOfPull(number, pull({ title: 'Pay at once', updated_at: minute(14) }))),
]

const current = async (where: Scope) =>
  (await rows(where))
    .filter(({ is }) => is !== 'old')
    .map(row => ({ ...row, text: row.text.replace(/ by Ana Lima/, ' by ana') }))

it('is the same in the end in any order, at any size of batch and however often it is told', async () => {
  const straight = await world.makeWorkspace()
  for (const told of story) await save(told, straight)
  const expected = await current(straight)
  expect(expected.map(({ is }) => is).sort()).toEqual(['now', 'now', 'now', 'removed'])
  const orders = fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 })
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: 6 }), async (order, size) => {
      const where = await world.makeWorkspace()
      for (let from = 0; from < order.length; from += size) {
        const some = order.slice(from, from + size)
        await save(
          { facts: some.flatMap(({ facts = [] }) => facts), removals: some.flatMap(({ removals = [] }) => removals) },
          where,
        )
      }
      expect(await current(where)).toEqual(expected)
    }),
    { numRuns: 15 },
  )
})

it('is kept once when many tell it at the same time', async () => {
  const where = await world.makeWorkspace()
  const told: Partial<Told> = {
    facts: story.flatMap(({ facts = [] }) => facts),
    pulls: [pullOf(number, pull(figures))],
  }
  await Promise.all(Array.from({ length: 8 }, () => save(told, where)))
  const live = (await rows(where)).filter(({ is }) => is === 'now')
  expect(new Set(live.map(({ key }) => key)).size).toBe(live.length)
  expect(live.map(({ key }) => key).sort()).toEqual(['comment:21', 'comment:23', `commit:${sha}`, 'pr:1:opened'])
})
