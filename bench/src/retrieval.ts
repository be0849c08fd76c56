import { startEmbeddingServer } from '@quarterdeck/core/testing/outside'
import type { Engine } from '@quarterdeck/db'
import { type Client, openClient } from './client.ts'
import { type Cranfield, type CranfieldQuery, cranfieldFolder, judge, readCranfield } from './cranfield.ts'
import { makeWriter } from './made-up-text.ts'
import { type Metric, median, progress, type Result, timings } from './report.ts'
import { owner, withServer } from './server.ts'

/** As many chunks as are asked for; less for a quick look, none to measure quality alone. */
const { RETRIEVAL_CHUNKS, RETRIEVAL_HYBRID_CHUNKS } = process.env
const lexicalChunks = Number(RETRIEVAL_CHUNKS ?? 100_000)
const hybridChunks = Number(RETRIEVAL_HYBRID_CHUNKS ?? 20_000)
const [lexicalBar, hybridBar] = [50, 150]
const wordsEach = 150
/** Of each kind: people's own from the collection, and made-up ones of 3 to 10 words. */
const queryCount = 113
/** Queries that warm up first, of the same mix and none of those measured. */
const warmUps = 20

interface Found {
  mode: string
  items: { documentId: string }[]
}

interface Page {
  items: { id: string; source: string | null }[]
  nextCursor: string | null
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function time<Answer>(times: number[], run: () => Promise<Answer>): Promise<Answer> {
  const started = performance.now()
  const answer = await run()
  times.push(performance.now() - started)
  return answer
}

/** The collection's numbers of documents by their ids. */
async function readNames(client: Client): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (let cursor: string | null = null; ; ) {
    const page: Page = await client.query<Page>('knowledge.list', { limit: 100, ...(cursor && { cursor }) })
    for (const { id, source } of page.items) names.set(id, source ?? '')
    cursor = page.nextCursor
    if (!cursor) return names
  }
}

async function askAll(client: Client, queries: readonly CranfieldQuery[]): Promise<Metric[]> {
  const names = await readNames(client)
  const times: number[] = []
  const judged: ReturnType<typeof judge>[] = []
  for (const query of queries) {
    const input = { query: query.text, limit: 10 }
    const { items } = await time(times, () => client.query<Found>('knowledge.search', input))
    const found = items.map(({ documentId }) => names.get(documentId) ?? '')
    judged.push(judge(found, query))
  }
  const metric = (name: string, label: string, values: number[], atLeast?: number): Metric => ({
    ...{ name, label, value: mean(values), unit: '' },
    ...(atLeast !== undefined && { asked: { atLeast } }),
  })
  const each = (key: keyof ReturnType<typeof judge>) => judged.map(judgement => judgement[key])
  return [
    metric('ndcg_10', 'Cranfield nDCG@10', each('ndcg10'), 0.365),
    metric('recall_5', 'Cranfield recall@5, of at most five', each('recall5'), 0.4),
    metric('recall_5_of_all', 'The same, of all relevant ones', each('recall5OfAll')),
    { name: 'cranfield_p50_ms', label: 'knowledge.search in 1,400 documents, p50', value: median(times), unit: 'ms' },
  ]
}

/** How good `knowledge.search` is on the Cranfield collection. */
async function measureQuality(engine: Engine, { documents, queries }: Cranfield): Promise<Metric[]> {
  if (documents.length === 0) return []
  const library = documents
    .filter(({ text }) => text.trim())
    .map(({ id, title, text }) => ({ title: title.slice(0, 300), text, format: 'text', source: String(id) }))
  let metrics: Metric[] = []
  // The embedded database has room for one process, which then also runs the jobs.
  await withServer(
    ...([engine, engine === 'pglite' ? 'all' : 'http'] as const),
    async ({ address }) => {
      metrics = await askAll(await openClient(address, owner), queries)
    },
    { library },
  )
  for (const { label, value } of metrics) progress(`${label}: ${value.toFixed(4)}`)
  return metrics
}

function madeUpLibrary(count: number, words: readonly string[]): object[] {
  const write = makeWriter(1, words)
  return Array.from({ length: count }, () => ({ title: write(4), text: write(wordsEach), format: 'text' }))
}

/** People's own queries, and the words of the texts that they are about. */
interface Mix {
  queries: readonly CranfieldQuery[]
  words: readonly string[]
}

/** Asks made-up queries and people's own in turn, one after the other. */
async function askMix(client: Client, { queries, words }: Mix, ask: (query: string) => Promise<void>) {
  const write = makeWriter(2, words)
  const madeUp = (_: unknown, index: number) => write(3 + (index % 8))
  const warming = Array.from({ length: warmUps }, madeUp)
  for (const query of warming) await client.query<Found>('knowledge.search', { query })
  const made = Array.from({ length: queryCount }, madeUp)
  for (const [index, query] of made.entries()) {
    await ask(query)
    const person = queries[index]?.text
    if (person) await ask(person)
  }
}

const inMany = (count: number) => `in ${count.toLocaleString('en')} chunks`

async function measureLexical({ queries, words }: Mix): Promise<Metric[]> {
  const times: number[] = []
  await withServer(
    ...(['postgres', 'http'] as const),
    async ({ address }) => {
      const client = await openClient(address, owner)
      await askMix(client, { queries, words }, async query => {
        await time(times, () => client.query<Found>('knowledge.search', { query }))
      })
    },
    { library: madeUpLibrary(lexicalChunks, words) },
  )
  return timings('lexical', `knowledge.search ${inMany(lexicalChunks)}`, times, lexicalBar)
}

async function untilEmbedded(client: Client): Promise<void> {
  const started = performance.now()
  for (let embedded = 0; embedded < hybridChunks; await new Promise(resolve => setTimeout(resolve, 500))) {
    embedded = (await client.query<{ embedded: number }>('knowledge.stats')).embedded
  }
  progress(`They are embedded after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
}

/** Hybrid search: the embedding of the query comes over HTTP from a model server that this process plays. */
async function measureHybrid({ queries, words }: Mix): Promise<Metric[]> {
  const [all, own, rest]: [number[], number[], number[]] = [[], [], []]
  const model = await startEmbeddingServer()
  const more = { OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: model.url, OPENAI_EMBEDDING_MODEL: 'loopback' }
  try {
    await withServer(
      ...(['pglite', 'all'] as const),
      async ({ address }) => {
        const client = await openClient(address, owner)
        await untilEmbedded(client)
        await askMix(client, { queries, words }, async query => {
          const before = model.busy()
          const { mode } = await time(all, () => client.query<Found>('knowledge.search', { query }))
          if (mode !== 'hybrid') throw new Error(`A search was ${mode}`)
          own.push(model.busy() - before)
          rest.push((all.at(-1) ?? 0) - (own.at(-1) ?? 0))
        })
      },
      { library: madeUpLibrary(hybridChunks, words), more },
    )
  } finally {
    await model.close()
  }
  return [
    ...timings('hybrid', `Hybrid search ${inMany(hybridChunks)}`, all, hybridBar),
    ...timings('hybrid_model', 'Of which the model’s server takes', own),
    ...timings('hybrid_search', 'And the rest', rest),
  ]
}

/** How good search is, and how fast. */
export async function benchRetrieval(engine: Engine): Promise<Result> {
  const collection = (await readCranfield()) ?? { documents: [], queries: [] }
  const { documents, queries } = collection
  if (queries.length === 0) {
    progress(`The Cranfield collection is not in ${cranfieldFolder}: set CRANFIELD to its folder. Left out.`)
  }
  const mix = { queries, words: documents.flatMap(({ text }) => text.split(/\s+/)) }
  const metrics = await measureQuality(engine, collection)
  if (engine === 'postgres' && lexicalChunks > 0) metrics.push(...(await measureLexical(mix)))
  if (engine === 'pglite' && hybridChunks > 0) metrics.push(...(await measureHybrid(mix)))
  const notes = [
    'Quality: no embedding model is set. The 113 queries go over HTTP one after the other; gains are the grades, 1 to 4.',
    `The many: ${wordsEach} words each, every second drawn from Cranfield’s texts, the others of 50,000 made-up ones by Zipf’s law; brought in by quarterdeck import-knowledge.`,
    `Their queries: ${queryCount} of 3 to 10 words drawn alike, and Cranfield’s 113, in turn over HTTP.`,
    ...(engine === 'pglite'
      ? ['Hybrid: a loopback server makes the embeddings; all of a search counts, its own included.']
      : []),
  ]
  return { bench: 'retrieval', engine, notes, metrics }
}
