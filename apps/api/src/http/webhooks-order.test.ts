import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import type { Database } from '@quarterdeck/db'
import { freePort, testEngine } from '@quarterdeck/db/testing'
import { expect, test } from 'vitest'
import { makeKnownPeople, readState } from '../testing/billing-state.ts'
import { makeDataPlace } from '../testing/data-place.ts'
import { createRandom, makeHappenings, signed } from '../testing/deliveries.ts'
import { startProcess } from '../testing/process.ts'
import { startTestServer } from '../testing/server.ts'
import { deliver, webhookSecrets } from '../testing/webhooks.ts'

const slow = 600_000
// The same every time; to try others:
const seed = Number(process.env.QUARTERDECK_TEST_SEED ?? 4_400)
const random = createRandom(seed)
// Each is dozens of statements, one after the other: the embedded database gets fewer of them.
const count = testEngine() === 'postgres' ? 1_000 : 200
const happenings = makeHappenings(random, count)
type State = Record<string, string[]>

async function withWorld<Result>(run: (world: TestWorld, url: string) => Promise<Result>): Promise<Result> {
  const world = await createTestWorld({ webhookSecrets })
  try {
    await using server = await startTestServer(world)
    await makeKnownPeople(world.database, server.installation.workspaceId)
    return await run(world, server.url)
  } finally {
    await world.close()
  }
}

/** Each once, in order, each applied before the next comes. */
const inOrder = (): Promise<State> =>
  withWorld(async (world, url) => {
    for (const happening of happenings) {
      expect((await deliver(url, signed(happening))).status).toBe(202)
      await world.runJobs()
    }
    return readState(world.database)
  })

/** Sends each three times in any order, to any of the servers, sixteen at once. */
async function scatter(urls: readonly string[]): Promise<number[]> {
  const waiting = random.shuffle([...happenings, ...happenings, ...happenings])
  const statuses: number[] = []
  const sender = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      statuses.push((await deliver(random.pick(urls), signed(next))).status)
    }
  }
  await Promise.all(Array.from({ length: 16 }, sender))
  return statuses
}

const unsettled = (database: Database) =>
  database.run<{ status: string; count: number }>(
    "select status, count(*)::int as count from webhooks where status not in ('done', 'ignored') group by 1",
  )

/** Two server processes, each with a worker, on one Postgres. */
async function scatteredOverProcesses(): Promise<{ state: State; statuses: number[] }> {
  await using place = await makeDataPlace()
  const env = {
    ...place.env,
    CLERK_WEBHOOK_SECRET: webhookSecrets.clerk.join(),
    STRIPE_WEBHOOK_SECRET: webhookSecrets.stripe.join(),
    QUARTERDECK_RATE_LIMITS: 'deliveries=1000000/1s',
  }
  const ports = [await freePort(), await freePort()]
  const servers = await Promise.all(ports.map(port => startProcess({ ...env, PORT: String(port) })))
  const [workspace] = await place.look(db => db.run<{ id: string }>("select id from workspaces where slug = 'main'"))
  await place.look(db => makeKnownPeople(db, workspace?.id ?? ''))
  const statuses = await scatter(servers.map(({ url }) => url))
  await expect.poll(() => place.look(unsettled), { timeout: 300_000, interval: 250 }).toEqual([])
  const state = await place.look(readState)
  for (const server of servers) expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 })
  return { state, statuses }
}

/** The embedded database has room for one process: there the deliveries are applied in the order in which they came. */
const scattered = () =>
  withWorld(async (world, url) => {
    const statuses = await scatter([url])
    await world.runJobs()
    expect(await unsettled(world.database)).toEqual([])
    return { state: await readState(world.database), statuses }
  })

test(
  `${count} deliveries${count < 1_000 ? ' (on Postgres: 1000)' : ''} in any order, three times each, end as in order (seed ${seed})`,
  async () => {
    // Side by side, each on a database of its own: one waits while the other works.
    const scattering = testEngine() === 'postgres' ? scatteredOverProcesses : scattered
    const [expected, { state, statuses }] = await Promise.all([inOrder(), scattering()])
    expect(statuses.filter(status => status === 202)).toHaveLength(count)
    expect(statuses.filter(status => status === 200)).toHaveLength(2 * count)
    const counts = Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, rows.length]))
    process.stdout.write(`Seed ${seed}: ${JSON.stringify(counts)}\n`)
    for (const [table, rows] of Object.entries(expected)) expect(state[table], `${table}, seed ${seed}`).toEqual(rows)
  },
  slow,
)
