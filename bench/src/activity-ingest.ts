import { createHmac } from 'node:crypto'
import { type Database, openDatabase } from '@quarterdeck/db'
import { type Delivery, makeDeliveries } from './activity-deliveries.ts'
import { type Metric, median, progress } from './report.ts'
import { withServer } from './server.ts'

const count = Number(process.env.ACTIVITY_DELIVERIES ?? 6_000)
const [rounds, secret, bar] = [3, 'bench-webhook-secret', 2_000]

export const ingestNote =
  'Facts a second: from the moment a server with its job process learns of stored, verified deliveries as long as GitHub’s, until each is settled.'

/** Puts deliveries where the route of webhooks puts them, as of now. */
async function store(database: Database, deliveries: readonly Delivery[]): Promise<void> {
  for (let from = 0; from < deliveries.length; from += 500) {
    await database.run(
      `insert into webhooks (id, workspace_id, source, delivery_id, event_type, headers, body, status, next_attempt_at)
        select gen_random_uuid(), w.id, 'github', d.id, d.kind, '{}', convert_to(d.body, 'UTF8'), 'received', now()
        from json_to_recordset($1::text::json) as d(id text, kind text, body text)
          cross join (select id from workspaces order by created_at limit 1) w`,
      [JSON.stringify(deliveries.slice(from, from + 500))],
    )
  }
}

/** One more delivery, by the front door: what wakes the worker. */
async function knock(address: string, id: string): Promise<void> {
  const body = '{"zen":"Speak like a human."}'
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-github-event': 'ping', 'x-github-delivery': id }
  const answer = await fetch(`${address}/webhooks/github`, {
    ...{ method: 'POST', body, headers: { ...headers, 'x-hub-signature-256': signature } },
  })
  if (answer.status !== 202) throw new Error(`The delivery was answered ${answer.status}`)
}

const numberOf = async (database: Database, query: string): Promise<number> =>
  (await database.run<{ n: number }>(query))[0]?.n ?? 0

async function settled(database: Database): Promise<void> {
  const waiting = `select count(*)::int as n from webhooks where status in ('received', 'processing', 'failed')`
  while ((await numberOf(database, waiting)) > 0) await new Promise(resolve => setTimeout(resolve, 25))
}

async function measureRound(database: Database, address: string, round: number): Promise<number> {
  const { deliveries, facts } = makeDeliveries(count)
  await database.script(
    'truncate webhooks; truncate activity cascade; truncate pull_requests, repositories, git_actors cascade',
  )
  await store(database, deliveries)
  await database.script('vacuum analyze webhooks')
  const started = performance.now()
  await knock(address, `knock-${round}`)
  await settled(database)
  const seconds = (performance.now() - started) / 1_000
  const kept = await numberOf(database, 'select count(*)::int as n from activity where superseded_at is null')
  const done = await numberOf(database, "select count(*)::int as n from webhooks where status = 'done'")
  if (kept !== facts || done !== count) throw new Error(`${kept} of ${facts} facts from ${done} of ${count} deliveries`)
  progress(
    `Round ${round}: ${facts} facts of ${count} deliveries in ${seconds.toFixed(1)} s, ${(facts / seconds).toFixed(0)}/s`,
  )
  return facts / seconds
}

/** How fast facts come out of what GitHub delivered, on Postgres. */
export async function measureIngest(): Promise<Metric[]> {
  const rates: number[] = []
  await withServer(
    'postgres',
    'all',
    async ({ address, databaseUrl }) => {
      if (!databaseUrl) throw new Error('This bench fills a Postgres server')
      const database = await openDatabase({ url: databaseUrl, dataDir: '', connections: 1 })
      try {
        for (let round = 1; round <= rounds; round++) rates.push(await measureRound(database, address, round))
      } finally {
        await database.close()
      }
    },
    { more: { GITHUB_WEBHOOK_SECRET: secret } },
  )
  return [
    {
      name: 'facts_per_s',
      label: 'Facts from stored webhooks',
      value: median(rates),
      unit: 'facts/s',
      asked: { atLeast: bar },
    },
  ]
}
