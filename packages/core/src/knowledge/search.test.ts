import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  addDocument,
  getDocument,
  listChunks,
  listVersions,
  reindex,
  removeDocument,
  type SearchInput,
  searchInput,
  searchKnowledge,
  updateDocument,
} from './index.ts'

describe('the knowledge base', () => {
  let world: TestWorld
  let scope: Scope
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  const add = async (title: string, content: string, more: object = {}) =>
    (await addDocument(world.deps, scope, { type: 'faq', title, content, ...more })).id
  const search = (query: string, more: Partial<SearchInput> = {}) =>
    searchKnowledge(world.deps, scope, searchInput.parse({ query, ...more }))
  const titles = async (query: string, more: Partial<SearchInput> = {}) =>
    (await search(query, more)).items.map(({ title }) => title)

  /** What the index holds, counted from the chunks themselves. */
  async function expectExactCounts() {
    const { database } = world
    const params = [scope.workspaceId]
    const counted = await database.run(
      `select l.lexeme as term, count(*)::int as chunks from chunks c, unnest(c.lexemes) l
       where c.workspace_id = $1 group by 1 order by l.lexeme collate "C"`,
      params,
    )
    const kept = await database.run(
      'select term, chunks from knowledge_terms where workspace_id = $1 order by term collate "C"',
      params,
    )
    expect(kept).toEqual(counted)
    const stats = await database.run(
      `select s.chunks, s.length::int, (select sum(octet_length(postings)) / 6 from knowledge_postings
        where workspace_id = $1)::int as postings from knowledge_stats s where workspace_id = $1`,
      params,
    )
    const truth = await database.run(
      `select count(*)::int as chunks, coalesce(sum(length), 0)::int as length,
        sum(cardinality(tsvector_to_array(lexemes)))::int as postings from chunks where workspace_id = $1`,
      params,
    )
    expect(stats).toEqual(truth)
  }

  it('finds a passage by some of the words, names document, heading and passage, and says why', async () => {
    scope = await world.makeWorkspace()
    const id = await add(
      'Returns',
      '# Orders\n\nHello.\n\n## Sending back\n\nParcels may come back within thirty days.',
    )
    await add('Payment', 'We take cards and transfers.')
    const { mode, items } = await search('can I send a parcel back?')
    expect(mode).toBe('lexical')
    expect(items[0]).toMatchObject({
      ...{ documentId: id, title: 'Returns', headings: ['Orders', 'Sending back'] },
      passage: 'Parcels may come back within thirty days.',
    })
    expect(items[0]?.matched.map(({ term }) => term).sort()).toEqual(['back', 'parcel', 'send'])
    const sum = items[0]?.matched.reduce((total, { score }) => total + score, 0) ?? 0
    expect(items[0]?.score).toBeCloseTo(sum, 3)
    expect(items[0]?.parts).toMatchObject({ vector: null, lexicalRank: 1 })
    expect(await titles('nothing of it')).toEqual([])
  })

  it('scores as BM25 is written down', async () => {
    scope = await world.makeWorkspace()
    await add('One', 'apple apple pear')
    await add('Two', 'apple plum plum plum')
    const [first] = (await search('apple')).items
    // Title and text: 3 + 3 and 3 + 4 terms; both have `apple`.
    const idf = Math.log(1 + 0.5 / 2.5)
    const part = (idf * 2 * 2.5) / (2 + 1.5 * (0.25 + (0.75 * 6) / 6.5))
    expect(first?.title).toBe('One')
    expect(first?.score).toBeCloseTo(part, 4)
  })

  it('filters exactly, by type, by every tag, and by what is active', async () => {
    scope = await world.makeWorkspace()
    for (let index = 0; index < 150; index++) await add(`Noise ${index}`, 'apple apple apple', { type: 'product' })
    await add('Policy', 'one apple among a great many other things that are said here', {
      type: 'policy',
      tags: ['a', 'b'],
    })
    await add('Hidden', 'apple apple', { type: 'policy', active: false })
    expect(await titles('apple', { type: 'policy' })).toEqual(['Policy'])
    expect(await titles('apple', { tags: ['a', 'b'] })).toEqual(['Policy'])
    expect(await titles('apple', { tags: ['a', 'c'] })).toEqual([])
    expect(await titles('apple', { type: 'policy', activeOnly: false })).toEqual(['Hidden', 'Policy'])
  })

  it('answers from what is written now, whatever it read for an earlier answer', async () => {
    scope = await world.makeWorkspace()
    expect(await titles('apple')).toEqual([])
    const one = await add('One', 'apple pie')
    expect(await titles('apple')).toEqual(['One'])
    const two = await add('Two', 'apple')
    expect((await titles('apple')).sort()).toEqual(['One', 'Two'])
    await updateDocument(world.deps, scope, { id: one, content: 'plum pie' })
    expect(await titles('apple')).toEqual(['Two'])
    expect(await titles('pie')).toEqual(['One'])
    await removeDocument(world.deps, scope, { id: two })
    expect(await titles('apple')).toEqual([])
  })

  it('gives one row a document, or every passage', async () => {
    scope = await world.makeWorkspace()
    await add('Long', '# A\n\napple\n\n# B\n\napple pie\n\n# C\n\npear')
    await add('Short', 'apple')
    expect((await titles('apple')).sort()).toEqual(['Long', 'Short'])
    expect((await titles('apple', { passages: true })).sort()).toEqual(['Long', 'Long', 'Short'])
  })

  it('keeps versions, finds only the last text, and counts exactly whatever happens', async () => {
    scope = await world.makeWorkspace()
    const id = await add('Returns', 'Thirty days, always.')
    const other = await add('Returns too', 'Thirty weeks, on Mondays.')
    await expectExactCounts()
    const changed = await updateDocument(world.deps, scope, { id, content: 'Sixty days.' })
    expect(changed).toMatchObject({ version: 2, content: 'Sixty days.', chunks: 1 })
    expect(await titles('thirty')).toEqual(['Returns too'])
    expect(await titles('sixty')).toEqual(['Returns'])
    await updateDocument(world.deps, scope, { id, tags: ['x'], active: true })
    expect((await listVersions(world.deps, scope, { id })).items.map(({ version }) => version)).toEqual([2, 1])
    expect((await getDocument(world.deps, scope, { id, version: 1 })).content).toBe('Thirty days, always.')
    await expectExactCounts()
    await reindex(world.deps, scope, { id })
    await reindex(world.deps, scope, {})
    await world.runJobs()
    expect((await listChunks(world.deps, scope, { id })).items).toHaveLength(1)
    await expectExactCounts()
    await removeDocument(world.deps, scope, { id: other })
    expect(await titles('thirty weeks')).toEqual([])
    await expectExactCounts()
  })

  it('counts exactly when many write at once, and nobody who searches sees a document missing', async () => {
    scope = await world.makeWorkspace()
    const id = await add('Anchor', 'anchor one')
    let missing = 0
    let searched = 0
    let writing = true
    const searching = (async () => {
      while (writing) {
        if ((await search('anchor')).items.length !== 1) missing++
        searched++
      }
    })()
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        await add(`Other ${index}`, `words of ${index} and more words`)
        await updateDocument(world.deps, scope, { id, content: `anchor ${index} again` })
      }),
    )
    writing = false
    await searching
    expect(searched).toBeGreaterThan(0)
    expect(missing).toBe(0)
    await expectExactCounts()
  })

  it('finds words of other languages by their own stems', async () => {
    scope = await world.makeWorkspace()
    await add('Versand', 'Die Lieferungen kommen morgens.', { language: 'de' })
    await add('Shipping', 'Deliveries come in the morning.')
    expect(await titles('Lieferung')).toEqual(['Versand'])
    expect(await titles('delivery')).toEqual(['Shipping'])
  })

  it('shows no other workspace anything', async () => {
    scope = await world.makeWorkspace()
    const id = await add('Secret', 'apple')
    const elsewhere = await world.makeWorkspace()
    expect((await searchKnowledge(world.deps, elsewhere, searchInput.parse({ query: 'apple' }))).items).toEqual([])
    for (const verb of [getDocument, listChunks, listVersions, removeDocument]) {
      await expect(verb(world.deps, elsewhere, { id })).rejects.toMatchObject({ kind: 'not_found' })
    }
  })
})
