import { type Engine, openDatabase } from '@quarterdeck/db'
import { type Client, openClient } from './client.ts'
import { eventCount, fillEvents, funnelSteps, spanDays, visitCount } from './funnel-data.ts'
import { progress, type Result, timings } from './report.ts'
import { owner, withServer } from './server.ts'

const runs = 25
const barMs = 500
const day = 86_400_000

/** Milliseconds of each run; the first, which fills caches, is left out. */
async function time(run: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; turn <= count; turn++) {
    const started = performance.now()
    await run()
    if (turn > 0) times.push(performance.now() - started)
  }
  return times
}

async function fill(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, dataDir: '', connections: 1 })
  try {
    const started = performance.now()
    const count = await fillEvents(database)
    if (count !== eventCount) throw new Error(`${count} events were made instead of ${eventCount}`)
    progress(`${count} events are there after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  } finally {
    await database.close()
  }
}

async function measure(client: Client): Promise<Result['metrics']> {
  const { id } = await client.mutate<{ id: string }>('funnels.create', {
    name: 'Checkout',
    steps: funnelSteps.map(name => ({ name, match: { event: name } })),
  })
  const now = Date.now()
  const window = (from: number, to: number) => ({
    from: new Date(now - from * day).toISOString(),
    to: new Date(now - to * day).toISOString(),
  })
  const all = window(spanDays + 1, 0)
  const report = await client.query<{ steps: { visits: number }[] }>('funnels.report', { id, ...all })
  const visits = report.steps.map(step => step.visits)
  progress(`Visits at each step: ${visits.join(', ')}`)
  if (!visits[0] || visits[0] < visitCount / 2) throw new Error('The report does not see the events')
  const reports = await time(() => client.query('funnels.report', { id, ...all }), runs)
  const byDevice = await time(() => client.query('funnels.report', { id, ...all, breakdown: 'device' }), 10)
  const compared = await time(
    () =>
      client.query('funnels.compare', {
        id,
        current: window(spanDays / 2, 0),
        baseline: window(spanDays, spanDays / 2),
      }),
    10,
  )
  const series = await time(() => client.query('funnels.series', { id, ...all, step: funnelSteps[0] }), 10)
  const scanned = await time(() => client.mutate('issues.detect', { funnelId: id }), 10)
  return [
    ...timings('report', 'funnels.report, 4 steps, all events', reports, barMs),
    ...timings('report_by_device', 'The same by device', byDevice),
    ...timings('compare', 'funnels.compare, week against week', compared),
    ...timings('series', 'funnels.series of the first step', series),
    ...timings('detect', 'issues.detect, one funnel', scanned),
  ]
}

/** A four-step report over a million events, asked of the real server. */
export async function benchFunnel(engine: Engine): Promise<Result> {
  let metrics: Result['metrics'] = []
  await withServer(engine, 'http', async ({ address, databaseUrl }) => {
    if (!databaseUrl) throw new Error('This bench fills a Postgres server')
    await fill(databaseUrl)
    metrics = await measure(await openClient(address, owner))
  })
  const notes = [
    `${eventCount.toLocaleString('en')} events of ${visitCount.toLocaleString('en')} visits over ${spanDays} days, after VACUUM ANALYZE; ${runs} reports one after the other over HTTP (others 10).`,
    'The server has its default settings (shared_buffers 128 MB, work_mem 4 MB); what a query sets for itself is in the code.',
  ]
  return { bench: 'funnel', engine, notes, metrics }
}
