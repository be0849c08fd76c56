import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Engine, openDatabase } from '@quarterdeck/db'
import postgres from 'postgres'
import { copyStatement, makeBodies, makeCopyRows } from './events.ts'
import { type LoadReport, sendLoad } from './load.ts'
import { type Metric, median, percentile, progress, type Result } from './report.ts'
import { type Server, withServer, writeKey } from './server.ts'

const rounds = 3
const connections = 8
const copyRows = 100_000
/** Events of one round at each batch size. */
const perRound = { postgres: 100_000, pglite: 40_000 }
const sizes = [100, 500] as const

/** One big COPY of rows made before the clock starts, through postgres.js over TCP; rows a second. */
async function copyRound(url: string): Promise<number> {
  const client = postgres(url, { max: 1 })
  try {
    const [workspace] = await client<{ id: string }[]>`select id from workspaces`
    if (!workspace) throw new Error('The server made no workspace')
    const rows = makeCopyRows(workspace.id, copyRows)
    const chunk = 65_536
    const chunks = Array.from({ length: Math.ceil(rows.length / chunk) }, (_, index) =>
      rows.subarray(index * chunk, (index + 1) * chunk),
    )
    const started = performance.now()
    await pipeline(chunks, await client.unsafe(copyStatement).writable())
    return copyRows / ((performance.now() - started) / 1_000)
  } finally {
    await client.end()
  }
}

/** Sends one batch twice: the second time must add nothing. */
async function retryOnce({ address }: Server): Promise<number> {
  const [body] = makeBodies(1, 100)
  const headers = { 'x-write-key': writeKey }
  const send = async () =>
    (await (
      await fetch(`${address}/v1/batch`, { method: 'POST', headers, body: new Uint8Array(body ?? []) })
    ).json()) as unknown
  const answers = [await send(), await send()]
  const expected = '[{"accepted":100,"duplicates":0,"rejected":[]},{"accepted":0,"duplicates":100,"rejected":[]}]'
  if (JSON.stringify(answers) !== expected) throw new Error(`A retry was not harmless: ${JSON.stringify(answers)}`)
  return 100
}

async function countEvents({ databaseUrl, dataDir }: Server): Promise<number> {
  const database = await openDatabase({ url: databaseUrl ?? undefined, dataDir: join(dataDir, 'postgres') })
  try {
    const [row] = await database.run<{ count: number }>('select count(*)::int as count from events')
    return row?.count ?? 0
  } finally {
    await database.close()
  }
}

interface Rounds {
  copy: number[]
  http: Record<(typeof sizes)[number], number[]>
  milliseconds: Record<(typeof sizes)[number], number[]>
}

async function measure(engine: Engine, server: Server): Promise<Rounds> {
  const found: Rounds = { copy: [], http: { 100: [], 500: [] }, milliseconds: { 100: [], 500: [] } }
  const load = (batchSize: number, events: number): Promise<LoadReport> =>
    sendLoad({ ...server, writeKey, batchSize, batches: events / batchSize, connections })
  let acknowledged = await retryOnce(server)
  // Code that runs for the first time is slow; the figures are for a server that has been up for a while.
  acknowledged += (await load(500, perRound[engine] / 2)).accepted
  for (let round = 1; round <= rounds; round++) {
    if (server.databaseUrl) {
      found.copy.push(await copyRound(server.databaseUrl))
      acknowledged += copyRows
    }
    for (const size of sizes) {
      const { accepted, duplicates, seconds, milliseconds } = await load(size, perRound[engine])
      if (accepted !== perRound[engine]) throw new Error(`${accepted} accepted, ${duplicates} duplicates of new events`)
      acknowledged += accepted
      found.http[size].push(accepted / seconds)
      found.milliseconds[size].push(...milliseconds)
    }
    progress(
      `Round ${round}: COPY ${found.copy.at(-1)?.toFixed(0) ?? '–'}/s, HTTP ${sizes.map(size => found.http[size].at(-1)?.toFixed(0)).join(' and ')}/s`,
    )
  }
  await server.stop()
  const stored = await countEvents(server)
  if (stored !== acknowledged) throw new Error(`${acknowledged} events were acknowledged, ${stored} are stored`)
  return found
}

function metricsOf(engine: Engine, { copy, http, milliseconds }: Rounds): Metric[] {
  const rates = sizes.map(
    (size): Metric => ({
      name: `http_${size}_events_per_s`,
      label: `HTTP, batches of ${size}`,
      value: median(http[size]),
      unit: 'events/s',
      ...(engine === 'pglite' && { asked: { atLeast: 10_000 } }),
    }),
  )
  const times = sizes.map(
    (size): Metric => ({
      name: `http_${size}_p95_ms`,
      label: `One batch of ${size} under this load, p95`,
      value: percentile(milliseconds[size], 0.95),
      unit: 'ms',
    }),
  )
  if (copy.length === 0) return [...rates, ...times]
  const ratios = sizes.map(
    (size): Metric => ({
      name: `ratio_${size}`,
      label: `HTTP in batches of ${size} / COPY`,
      value: median(http[size].map((rate, round) => rate / (copy[round] ?? Number.NaN))),
      unit: '',
      asked: { atLeast: 0.25 },
    }),
  )
  const rows: Metric = { name: 'copy_rows_per_s', label: 'COPY', value: median(copy), unit: 'rows/s' }
  return [rows, ...rates, ...ratios, ...times]
}

/** Durable, de-duplicated events through the real server, beside what COPY does with the same table. */
export async function benchIngest(engine: Engine): Promise<Result> {
  let rates: Rounds | undefined
  await withServer(engine, 'all', async server => {
    rates = await measure(engine, server)
  })
  if (!rates) throw new Error('Nothing was measured')
  const notes = [
    `Medians of ${rounds} rounds, COPY and HTTP by turns in one run, on one growing table with all its indexes and triggers.`,
    `HTTP: ${connections} connections from another process on this machine, new UUIDv7 ids, answered after the commit; count(*) is what was acknowledged.`,
    ...(engine === 'postgres'
      ? [
          `COPY: ${copyRows} rows in one statement through postgres.js over TCP. Server: fsync and synchronous_commit on, defaults else.`,
        ]
      : []),
  ]
  return { bench: 'ingest', engine, notes, metrics: metricsOf(engine, rates) }
}
