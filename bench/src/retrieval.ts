import { systemScope } from '@quarterdeck/core/identity'
import { importDocuments } from '@quarterdeck/core/knowledge'
import { type Engine, openDatabase } from '@quarterdeck/db'
import { type Client, openClient } from './client.ts'
import { cranfieldFolder, judge, readCranfield } from './cranfield.ts'
import { makeWriter } from './made-up-text.ts'
import { type Metric, median, progress, type Result, timings } from './report.ts'
import { owner, withServer } from './server.ts'

/** As many chunks as are asked for; less for a quick look, none to measure quality alone. */
const chunkCount = Number(process.env.RETRIEVAL_CHUNKS ?? 100_000)
const wordsEach = 150
const queryCount = 200
const barMs = 50

interface Found {
  items: { documentId: string }[]
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function fillCranfield(client: Client, documents: readonly { id: number; title: string; text: string }[]) {
  const names = new Map<string, string>()
  const waiting = [...documents.filter(({ text }) => text.trim())]
  const started = performance.now()
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { title, text: content } = next
      const input = { type: 'documentation', title: title.slice(0, 300), content, format: 'text' }
      const { id } = await client.mutate<{ id: string }>('knowledge.add', input)
      names.set(id, String(next.id))
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  progress(`${names.size} documents are there after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  return names
}

async function time<Answer>(times: number[], run: () => Promise<Answer>): Promise<Answer> {
  const started = performance.now()
  const answer = await run()
  times.push(performance.now() - started)
  return answer
}

/** How good `knowledge.search` is on the Cranfield collection. */
async function measureQuality(client: Client): Promise<Metric[]> {
  const collection = await readCranfield()
  if (!collection) {
    progress(`The Cranfield collection is not in ${cranfieldFolder}: set CRANFIELD to its folder. Left out.`)
    return []
  }
  const names = await fillCranfield(client, collection.documents)
  const times: number[] = []
  const judged: ReturnType<typeof judge>[] = []
  for (const query of collection.queries) {
    const input = { query: query.text, limit: 10 }
    const { items } = await time(times, () => client.query<Found>('knowledge.search', input))
    judged.push(
      judge(
        items.map(({ documentId }) => names.get(documentId) ?? ''),
        query,
      ),
    )
  }
  const metric = (name: string, label: string, values: number[], atLeast?: number): Metric => ({
    ...{ name, label, value: mean(values), unit: '' },
    ...(atLeast !== undefined && { asked: { atLeast } }),
  })
  return [
    metric(
      'ndcg_10',
      'Cranfield nDCG@10',
      judged.map(each => each.ndcg10),
      0.365,
    ),
    metric(
      'recall_5',
      'Cranfield recall@5, of at most five',
      judged.map(each => each.recall5),
      0.4,
    ),
    metric(
      'recall_5_of_all',
      'The same, of all relevant ones',
      judged.map(each => each.recall5OfAll),
    ),
    { name: 'cranfield_p50_ms', label: 'knowledge.search in 1,400 documents, p50', value: median(times), unit: 'ms' },
  ]
}

async function fillMany(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, dataDir: '', connections: 1 })
  try {
    const [workspace] = await database.run<{ id: string }>('select id from workspaces limit 1')
    if (!workspace) throw new Error('There is no workspace')
    const scope = systemScope(workspace.id, 'bench')
    const jobs = { enqueue: async () => {}, isRunning: () => false }
    const deps = { db: database.db, clock: { now: () => new Date() }, jobs, vectors: false, embedder: null }
    const write = makeWriter(1)
    const started = performance.now()
    for (let done = 0; done < chunkCount; done += 2_000) {
      const list = Array.from({ length: 2_000 }, () => ({ title: write(4), text: write(wordsEach), format: 'text' }))
      const { added } = await importDocuments(deps, scope, list)
      if (added !== list.length) throw new Error('Some of the documents were refused')
      if (done % 10_000 === 0) progress(`${done + 2_000} after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
    }
    await database.script('vacuum (analyze)')
    progress(`${chunkCount} chunks are there after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  } finally {
    await database.close()
  }
}

/** How fast it is among many, one query after the other. */
async function measureSpeed(client: Client): Promise<Metric[]> {
  const write = makeWriter(2)
  const times: number[] = []
  for (let index = -10; index < queryCount; index++) {
    const query = write(3 + (Math.abs(index) % 8))
    await time(index < 0 ? [] : times, () => client.query<Found>('knowledge.search', { query }))
  }
  return timings('lexical', `knowledge.search in ${chunkCount.toLocaleString('en')} chunks`, times, barMs)
}

/** How good search is, and how fast. */
export async function benchRetrieval(engine: Engine): Promise<Result> {
  const metrics: Metric[] = []
  // The embedded database has room for one process, which then also runs the jobs.
  await withServer(engine, engine === 'pglite' ? 'all' : 'http', async ({ address }) => {
    metrics.push(...(await measureQuality(await openClient(address, owner))))
  })
  for (const { label, value } of metrics) progress(`${label}: ${value.toFixed(4)}`)
  if (engine === 'postgres' && chunkCount > 0) {
    await withServer(engine, 'http', async ({ address, databaseUrl }) => {
      if (!databaseUrl) throw new Error('This bench fills a Postgres server')
      await fillMany(databaseUrl)
      metrics.push(...(await measureSpeed(await openClient(address, owner))))
    })
  }
  const notes = [
    'Lexical: no embedding model is set. The 113 queries go over HTTP one after the other; gains are the grades, 1 to 4.',
    `The many: ${wordsEach} words each, of 50,000 by Zipf’s law without the hundred commonest; ${queryCount} queries of 3 to 10 words drawn alike, over HTTP.`,
  ]
  return { bench: 'retrieval', engine, notes, metrics }
}
