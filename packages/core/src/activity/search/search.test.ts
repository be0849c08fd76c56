import { testEngine } from '@quarterdeck/db/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmbedder, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { type EmbeddingServer, startEmbeddingServer } from '../../testing/outside.ts'
import { searchFactsInput } from '../inputs.ts'
import { makeRepository, type PlantedFact, plantFacts } from '../testing/planted-facts.ts'
import { run as embed } from './embed-facts-job.ts'
import { run as sweep } from './embed-facts-sweep-job.ts'
import { searchFacts } from './search-facts.ts'

const sha = 'a81f0c9d4be2773511ff00aa00bb00cc00dd00ee'

describe('search over facts', () => {
  let world: TestWorld
  let scope: Scope
  let [web, api] = ['', '']

  beforeAll(async () => {
    world = await createTestWorld()
    scope = await world.makeWorkspace()
    web = await makeRepository(world.deps, scope, 'harbour/web')
    api = await makeRepository(world.deps, scope, 'harbour/api')
    await plantFacts(world.deps, scope, [
      { repository: web, text: 'PR #41 – Refactor useLiveQuery merged by mei', kind: 'pr_merged', number: 41, day: 1 },
      { repository: web, text: 'a81f0c9 by tom: fix(client): close sockets (#41)', kind: 'commit', sha, day: 2 },
      { repository: api, text: 'b000001 by mei: packages/server/src/httpBatchLink.ts typo', kind: 'commit', day: 3 },
      { repository: api, text: 'c000001 by tom: release v10.45.2 of eslint-plugin-turbo', kind: 'commit', day: 4 },
      {
        repository: api,
        text: 'Comment on issue #7 by mei: old words',
        kind: 'issue_comment',
        gone: 'superseded',
        day: 5,
      },
      {
        repository: api,
        text: 'Comment on issue #8 by mei: secret words',
        kind: 'issue_comment',
        gone: 'removed',
        day: 5,
      },
      ...Array.from({ length: 30 }, (_, index): PlantedFact => {
        return { repository: api, text: `d${index} by bot: chore(deps): update zod`, kind: 'commit', day: 6 + index }
      }),
    ])
    await plantFacts(world.deps, await world.makeWorkspace(), [
      { text: 'e1 by eve: sockets elsewhere', kind: 'commit', day: 1 },
    ])
  })
  afterAll(() => world.close())

  const search = async (query: string, more: object = {}) => {
    const { items, mode } = await searchFacts(world.deps, scope, searchFactsInput.parse({ query, ...more }))
    expect(mode).toBe('lexical')
    return items.map(({ text }) => text.slice(0, 7).trim())
  }

  it.each([
    ['closing a socket', 'a81f0c9'],
    ['useLiveQuery', 'PR #41'],
    ['live query', 'PR #41'],
    ['refacto', 'PR #41'],
    ['http batch', 'b000001'],
    ['httpBatchLink.ts', 'b000001'],
    ['packages/server', 'b000001'],
    ['10.45.2', 'c000001'],
    ['eslint-plugin-turbo', 'c000001'],
    ['turbo plugin', 'c000001'],
    [sha.slice(0, 10), 'a81f0c9'],
    ['a81f', 'a81f0c9'],
    ['#41', 'PR #41'],
  ])('finds %s', async (query, first) => {
    expect((await search(query))[0]).toBe(first)
  })

  it('finds what mentions a number behind what has it, and nothing that was taken back or belongs to others', async () => {
    expect(await search('#41')).toEqual(['PR #41', 'a81f0c9'])
    expect(await search('words')).toEqual([])
    expect(await search('sockets')).toEqual(['a81f0c9'])
    expect(await search(`' \\ :* & | ! ()`)).toEqual([])
    expect(await search('the of')).toEqual([])
  })

  it('puts the newer first of those that fit alike, and lets filters take nobody’s place', async () => {
    expect(await search('update zod', { limit: 3 })).toEqual(['d29 by', 'd28 by', 'd27 by'])
    expect(await search('mei', { limit: 1, repositoryId: web })).toEqual(['PR #41'])
    expect(await search('mei', { type: 'commit' })).toEqual(['b000001'])
    const [from, to] = ['2026-03-06T00:00:00Z', '2026-03-08T00:00:00Z']
    expect(await search('zod', { from, to })).toEqual(['d1 by b', 'd0 by b'])
  })

  it('gives what it found in pages that neither skip nor repeat, whatever arrives meanwhile', async () => {
    const many = await world.makeWorkspace()
    const commit = (index: number): PlantedFact => ({
      ...{ text: `y${index} by tom: paginate${index % 3 ? ' lists' : ''}`, kind: 'commit', day: 1, minute: index },
    })
    await plantFacts(
      world.deps,
      many,
      Array.from({ length: 25 }, (_, index) => commit(index)),
    )
    const names: (string | undefined)[] = []
    const read = (cursor?: string) =>
      searchFacts(world.deps, many, searchFactsInput.parse({ query: 'paginate lists', limit: 10, cursor }))
    let page = await read()
    const whole = await searchFacts(world.deps, many, searchFactsInput.parse({ query: 'paginate lists' }))
    await plantFacts(world.deps, many, [{ ...commit(99), text: 'new by tom: paginate lists' }])
    for (const sizes = [10, 10, 5]; sizes.length > 0; ) {
      expect(page.items).toHaveLength(sizes.shift() ?? 0)
      names.push(...page.items.map(({ text }) => text))
      if (page.nextCursor) page = await read(page.nextCursor)
    }
    expect(page.nextCursor).toBeNull()
    expect(names).toEqual(whole.items.map(({ text }) => text))
    expect((await read()).items[0]?.text).toMatch(/^new/)
    await expect(read('bm9uZQ')).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('gives each fact whole', async () => {
    const { items } = await searchFacts(world.deps, scope, searchFactsInput.parse({ query: 'useLiveQuery' }))
    expect(items[0]).toMatchObject({
      ...{ kind: 'pr_merged', number: 41, repository: { id: web, fullName: 'harbour/web' } },
      ...{ occurredAt: '2026-03-01T12:00:00.000Z', actor: { login: 'mei' } },
    })
    expect(items[0]?.score).toBeGreaterThan(0.5)
  })

  it('finds rare words among thousands of common ones, and the newest where all are common', async () => {
    const many = await world.makeWorkspace()
    await plantFacts(
      world.deps,
      many,
      Array.from({ length: 2_400 }, (_, index): PlantedFact => {
        const words = index === 5 ? 'fix client zebra' : index % 2 ? 'fix client' : 'fix server'
        return { text: `x${index} by tom: ${words}`, kind: 'commit', day: 1, minute: index }
      }),
    )
    const find = async (query: string, limit: number) => {
      const { items } = await searchFacts(world.deps, many, searchFactsInput.parse({ query, limit }))
      return items.map(({ text }) => text.split(' ')[0])
    }
    expect(await find('fix client zebra', 1)).toEqual(['x5'])
    expect(await find('fix client', 2)).toEqual(['x2399', 'x2397'])
    expect(await find('fix', 2)).toEqual(['x2399', 'x2398'])
    // Nothing holds both: what holds one comes then.
    expect(await find('client server', 2)).toHaveLength(2)
  })
})

// The embedded database has it.
const lacking = testEngine() === 'postgres'

describe('search by meaning', () => {
  let world: TestWorld
  let server: EmbeddingServer
  beforeEach(context => context.skip(lacking, 'pgvector is not installed here'))
  beforeAll(async () => {
    if (lacking) return
    server = await startEmbeddingServer(word => (word === 'faster' ? 'performance' : word))
    const embedder = createEmbedder({ apiKey: 'test', baseUrl: server.url, model: 'loopback' })
    world = await createTestWorld({ vectors: true, embedder })
  })
  afterAll(async () => {
    if (lacking) return
    await world.close()
    await server.close()
  })

  it('embeds each text once, tries again after a failure, and finds by meaning within filters', async () => {
    const scope = await world.makeWorkspace()
    const web = await makeRepository(world.deps, scope, 'harbour/web')
    const api = await makeRepository(world.deps, scope, 'harbour/api')
    await plantFacts(world.deps, scope, [
      { repository: web, text: 'performance of lists', kind: 'commit', day: 1 },
      { repository: web, text: 'performance of lists', kind: 'commit', day: 2 },
      { repository: api, text: 'spelling of docs', kind: 'commit', day: 3 },
    ])
    const find = (more: object = {}) =>
      searchFacts(world.deps, scope, searchFactsInput.parse({ query: 'faster', ...more }))
    expect(await find()).toEqual({ mode: 'lexical', items: [], nextCursor: null })
    server.failWith(429, 500)
    await sweep(world.deps)
    await expect(world.runJobs()).rejects.toThrow(/429|500/)
    const before = server.texts.length
    await embed(world.deps, { workspaceId: scope.workspaceId })
    await embed(world.deps, { workspaceId: scope.workspaceId })
    expect(server.texts.slice(before).toSorted()).toEqual(['performance of lists', 'spelling of docs'])
    const { mode, items } = await find({ limit: 2 })
    expect(mode).toBe('hybrid')
    expect(items.map(({ text }) => text)).toEqual(['performance of lists', 'performance of lists'])
    const filtered = await find({ repositoryId: api })
    expect(filtered.items.map(({ text }) => text)).toEqual(['spelling of docs'])
    // Somebody who searches does not wait for a model that is away.
    server.failWith(500, 500)
    expect((await find()).mode).toBe('lexical')
  })

  it('forgets the signs of what was taken back', async () => {
    const scope = await world.makeWorkspace()
    await plantFacts(world.deps, scope, [{ text: 'performance', kind: 'commit', day: 1 }])
    await embed(world.deps, { workspaceId: scope.workspaceId })
    await world.deps.db.execute(sql`update activity set removed_at = now() where workspace_id = ${scope.workspaceId}`)
    await sweep(world.deps)
    const rows = await world.database.run(`select from activity_codes where workspace_id = '${scope.workspaceId}'`)
    expect(rows).toEqual([])
  })
})
