import type { Database } from '@quarterdeck/db'
import { freePort, testEngine } from '@quarterdeck/db/testing'
import type { AppRouter } from '@quarterdeck/trpc'
import { createTRPCClient, httpLink } from '@trpc/client'
import { expect, test } from 'vitest'
import { type DataPlace, makeDataPlace } from './testing/data-place.ts'
import { type ServerProcess, startProcess } from './testing/process.ts'
import { owner } from './testing/server.ts'
import { deliver, fromClerk, webhookSecrets } from './testing/webhooks.ts'

const slow = 240_000
const settings = async (place: DataPlace) => ({
  ...place.env,
  CLERK_WEBHOOK_SECRET: webhookSecrets.clerk.join(),
  PORT: String(await freePort()),
})

const users = Array.from({ length: 12 }, (_, index) => `user_${index}`)
// Each writes one line to the audit log when it is applied, so that a second time would be seen.
const deletions = users.map((id, index) => ({
  type: 'user.deleted',
  timestamp: 1_760_000_000_000 + index,
  data: { id },
}))

async function deliverAll(server: ServerProcess): Promise<void> {
  const answers = await Promise.all(deletions.map(event => deliver(server.url, fromClerk(event))))
  expect(answers.map(({ status }) => status)).toEqual(users.map(() => 202))
}

interface Count {
  status: string
  count: number
}

const statuses = (database: Database) =>
  database.run<Count>('select status, count(*)::int as count from webhooks group by 1 order by 1')
const applied = (database: Database) =>
  database.run<Count>(
    `select i.subject as status, (select count(*)::int from audit_log a
       where a.action = 'people.deactivate' and a.entity_id = i.person_id::text) as count
     from identities i where provider = 'clerk' order by length(i.subject), i.subject`,
  )
const onceEach = users.map(status => ({ status, count: 1 }))
const allDone = [{ status: 'done', count: users.length }]

test(
  'a worker that is killed at work loses no delivery, and after a restart each is applied once (Postgres)',
  async context => {
    context.skip(testEngine() !== 'postgres', 'needs two processes: Postgres only')
    await using place = await makeDataPlace()
    const env = await settings(place)
    let server = await startProcess(env)
    const [workspace] = await place.look(db => db.run<{ id: string }>("select id from workspaces where slug = 'main'"))
    await place.look(database =>
      database.db.transaction(async tx => {
        // The lock that handlers wait for: none gets past it while this transaction lasts.
        await tx.execute(`select pg_advisory_xact_lock(hashtextextended('people:${workspace?.id}', 0))`)
        await deliverAll(server)
        // Those that had come when it began are taken together.
        const taken = async () => (await statuses(database)).find(({ status }) => status === 'processing')?.count
        await expect.poll(taken).toBeGreaterThan(0)
        expect((await statuses(database)).map(({ status }) => status)).not.toContain('done')
        expect(await server.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
      }),
    )
    server = await startProcess(env)
    await expect.poll(() => place.look(statuses), { timeout: 150_000, interval: 500 }).toEqual(allDone)
    expect(await place.look(applied)).toEqual(onceEach)
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 })
  },
  slow,
)

test(
  'a server that is killed as soon as it has acknowledged applies each delivery once after a restart',
  async () => {
    await using place = await makeDataPlace()
    const env = await settings(place)
    const first = await startProcess(env)
    await deliverAll(first)
    await first.kill('SIGKILL')
    const second = await startProcess(env)
    await settle(second)
    expect(await second.kill('SIGTERM')).toMatchObject({ code: 0 })
    expect(await place.look(statuses)).toEqual(allDone)
    expect(await place.look(applied)).toEqual(onceEach)
  },
  slow,
)

/** Waits, through the server: an embedded database lets nobody else look. */
async function settle(server: ServerProcess): Promise<void> {
  const client = (token?: string) =>
    createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${server.url}/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} })],
    })
  const { token } = await client().auth.signIn.mutate(owner)
  const done = async () => (await client(token).webhooks.list.query({ status: 'done' })).items.length
  await expect.poll(done, { timeout: 150_000, interval: 500 }).toBe(users.length)
}
