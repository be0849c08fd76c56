import { type Engine, openDatabase } from '@quarterdeck/db'
import { type Client, openClient } from './client.ts'
import { progress, type Result, timings } from './report.ts'
import { owner, withServer } from './server.ts'

const funnelCount = 200
const eventCount = 1_000_000
const spanDays = 14
const runs = 3
/** All funnels in one scan. */
const barMs = 10_000

/**
 * 200 funnels of five steps, each of events of its own, as when many teams share a workspace: about 1,700 visits each
 * over 14 days, of which 75, 75, 80 and 95 % go on from step to step, and one event in a hundred is an error.
 */
const fill = `
  select setseed(0.42);
  insert into funnels (id, workspace_id, name, steps, window_hours)
    select gen_random_uuid(), workspaces.id, 'Funnel ' || f,
      (select jsonb_agg(jsonb_build_object('name', 'step ' || s, 'match', jsonb_build_object('event', 'f' || f || '_' || s)) order by s) from generate_series(1, 5) as s), 24
    from workspaces cross join generate_series(1, ${funnelCount}) as f;
  create temporary table moments as
    select f, 'visit ' || f || ' ' || v as visit_id, s, began + interval '20 seconds' * (s - 1) as at
    from (select f, v, now() - random() * interval '${spanDays} days' as began,
        case when random() > 0.75 then 1 when random() > 0.75 then 2 when random() > 0.8 then 3 when random() > 0.95 then 4 else 5 end as depth
      from generate_series(1, ${funnelCount}) as f cross join generate_series(1, 1800) as v) visits
    cross join generate_series(1, 5) as s where s <= depth;
  insert into events (workspace_id, id, name, visit_id, occurred_at, client_at, received_at, device, country, app_version, error_type, source)
    select workspaces.id, gen_random_uuid(), 'f' || f || '_' || s, visit_id, at, at, at,
      (array['mobile', 'desktop', 'tablet'])[1 + f % 3], (array['DE', 'FR', 'GB'])[1 + f % 3], '2.4.1', case when random() < 0.01 then 'timeout' end, 'sdk'
    from (select * from moments order by random() limit ${eventCount}) kept cross join workspaces order by at;
  drop table moments;`

async function prepare(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, dataDir: '', connections: 1 })
  try {
    await database.script(fill)
    await database.script('vacuum analyze events')
    const [row] = await database.run<{ count: number }>('select count(*)::int as count from events')
    if (row?.count !== eventCount) throw new Error(`${row?.count} events were made instead of ${eventCount}`)
    progress('The events are there')
  } finally {
    await database.close()
  }
}

async function measure(client: Client): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    await client.mutate('issues.detect', {})
    times.push(performance.now() - started)
  }
  return times
}

/** One scan of many funnels, asked of the real server. The first, with nothing in memory, counts. */
export async function benchScan(engine: Engine): Promise<Result> {
  let times: number[] = []
  await withServer(engine, 'http', async ({ address, databaseUrl }) => {
    if (!databaseUrl) throw new Error('This bench fills a Postgres server')
    await prepare(databaseUrl)
    times = await measure(await openClient(address, owner))
  })
  const notes = [
    `${funnelCount} funnels of five steps, ${eventCount.toLocaleString('en')} events over ${spanDays} days, each event of one funnel; ${runs} scans over HTTP after VACUUM ANALYZE.`,
  ]
  return {
    bench: 'scan',
    engine,
    notes,
    metrics: timings('scan', `issues.detect, ${funnelCount} funnels`, times, barMs),
  }
}
