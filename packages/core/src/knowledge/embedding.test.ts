import { testEngine } from '@quarterdeck/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmbedder, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { run as embed } from './embed-job.ts'
import { run as sweep } from './embed-sweep-job.ts'
import {
  addDocument,
  getDocument,
  getKnowledgeStats,
  listChunks,
  reindex,
  type SearchInput,
  searchInput,
  searchKnowledge,
  updateDocument,
} from './index.ts'
import { type EmbeddingServer, startEmbeddingServer } from './testing/embedding-server.ts'

/** Words that mean the same to the model, and nothing to a search by words. */
const meanings: Record<string, string> = { reimbursement: 'refund', money: 'refund', parcel: 'shipment' }

// The embedded database has it.
const lacking = testEngine() === 'postgres'

describe('search by meaning', () => {
  let world: TestWorld
  let server: EmbeddingServer
  let scope: Scope
  beforeEach(context => context.skip(lacking, 'pgvector is not installed here'))
  beforeAll(async () => {
    if (lacking) return
    server = await startEmbeddingServer(word => meanings[word] ?? word)
    const embedder = createEmbedder({ apiKey: 'test', baseUrl: server.url, model: 'loopback' })
    world = await createTestWorld({ vectors: true, embedder })
  })
  afterAll(async () => {
    if (lacking) return
    await world.close()
    await server.close()
  })

  const add = async (title: string, content: string) =>
    (await addDocument(world.deps, scope, { type: 'faq', title, content })).id
  const search = (query: string, more: Partial<SearchInput> = {}) =>
    searchKnowledge(world.deps, scope, searchInput.parse({ query, ...more }))
  const statusOf = async (id: string) => {
    const { status, error } = await getDocument(world.deps, scope, { id })
    return { status, error }
  }

  it('finds by words until embeddings are there, and then by meaning too, fused by rank', async () => {
    scope = await world.makeWorkspace()
    const id = await add('Refund', 'A refund takes ten days.')
    await add('Opening hours', 'We open at nine.')
    expect(await statusOf(id)).toEqual({ status: 'indexing', error: null })
    expect(await search('reimbursement')).toEqual({ mode: 'lexical', items: [] })
    await world.runJobs()
    expect(await statusOf(id)).toEqual({ status: 'ready', error: null })
    const { mode, items } = await search('reimbursement')
    expect(mode).toBe('hybrid')
    expect(items[0]).toMatchObject({ documentId: id, parts: { lexical: null, lexicalRank: null, vectorRank: 1 } })
    expect(items[0]?.parts.vector).toBeGreaterThan(0.3)
    const [both] = (await search('refund')).items
    expect(both?.score).toBeCloseTo(2 / 61, 6)
    expect(await getKnowledgeStats(world.deps, scope)).toMatchObject({ chunks: 2, embedded: 2, model: 'loopback' })
  })

  it('embeds each text once, and is not without vectors while it is indexed again', async () => {
    scope = await world.makeWorkspace()
    const before = server.texts.length
    const id = await add('Same', 'The very same text.')
    await add('Same', 'The very same text.')
    await world.runJobs()
    expect(server.texts.length - before).toBe(1)
    await reindex(world.deps, scope, { id })
    expect(await statusOf(id)).toEqual({ status: 'ready', error: null })
    expect((await listChunks(world.deps, scope, { id })).items).toMatchObject([{ embedded: true }])
    await updateDocument(world.deps, scope, { id, content: 'Another text.' })
    await updateDocument(world.deps, scope, { id, content: 'The very same text.' })
    expect(await statusOf(id)).toEqual({ status: 'ready', error: null })
    await world.runJobs()
    expect(server.texts.length - before).toBe(1)
  })

  it('says why embeddings are missing, searches by words meanwhile, and catches up', async () => {
    scope = await world.makeWorkspace()
    server.failWith(401)
    const id = await add('Parcel', 'The parcel is late.')
    await world.runJobs()
    const failed = await statusOf(id)
    expect(failed.status).toBe('failed')
    expect(failed.error).toContain('401')
    expect(await search('parcel')).toMatchObject({ mode: 'lexical', items: [{ documentId: id }] })
    server.failWith(400)
    await sweep(world.deps)
    await world.runJobs()
    expect((await statusOf(id)).error).toContain('400')
    server.failWith(429, 503)
    await sweep(world.deps)
    await world.runJobs()
    expect(await statusOf(id)).toEqual({ status: 'ready', error: null })
  })

  it('searches by words when the query cannot be embedded', async () => {
    scope = await world.makeWorkspace()
    const id = await add('Parcel', 'The parcel is late.')
    await embed(world.deps, scope)
    server.failWith(500, 500)
    expect(await search('parcel')).toMatchObject({ mode: 'lexical', items: [{ documentId: id }] })
    expect((await search('shipment')).mode).toBe('hybrid')
  })
})
