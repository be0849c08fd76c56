import { afterAll, beforeAll, expect, it } from 'vitest'
import { emailJob, newId, type Scope, webhookQueue } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { getJobFigures, getSystem } from './system.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld({ withJobs: true, webhookSecrets: { clerk: ['the webhook secret'] } })
  scope = await world.makeWorkspace()
})
afterAll(() => world.close())

async function figuresOf(name: string) {
  const { items } = await getJobFigures(world.deps, scope)
  return items.find(item => item.name === name)
}

it('tells of each kind how many wait, since when, and when it runs next', async () => {
  const { db, jobs } = world.deps
  const now = Date.now()
  for (const startAfter of [undefined, undefined, undefined, new Date(now + 3_600_000)]) {
    await jobs.enqueue(db, emailJob, { id: newId() }, startAfter && { startAfter })
  }
  await world.database.run(
    `update pgboss.job set state = 'active'
     where id = (select id from pgboss.job where name = $1 and start_after < now() + interval '1 minute' limit 1)`,
    [emailJob.name],
  )
  await world.database.run("insert into pgboss.schedule (name, cron) values ('detect', '30 4 * * *')")
  world.setNow(new Date(now + 600_000))
  const email = await figuresOf(emailJob.name)
  expect(email).toMatchObject({ waiting: 2, later: 1, running: 1, failed: 0, cron: null, nextAt: null })
  expect(Math.abs(Date.parse(email?.oldestAt ?? '') - now)).toBeLessThan(60_000)
  const detect = await figuresOf('detect')
  expect(detect).toMatchObject({ waiting: 0, oldestAt: null, running: 0, lastDoneAt: null, cron: '30 4 * * *' })
  expect(detect?.nextAt).toMatch(/T04:30:00\.000Z$/)
  const wait = Date.parse(detect?.nextAt ?? '') - now - 600_000
  expect([wait > 0, wait <= 86_400_000]).toEqual([true, true])
})

it('tells what a failure said without the values of a statement, and nothing of it where others might be quoted', async () => {
  const { db, jobs } = world.deps
  const now = new Date()
  world.setNow(now)
  const end = async (state: string, hoursAgo: number, output: object) => {
    await jobs.enqueue(db, webhookQueue, { id: newId() })
    await world.database.run(
      `update pgboss.job set state = $1::text::pgboss.job_state, output = $2::text::jsonb, completed_on = $3::text::timestamptz
       where name = $4 and state = 'created'`,
      [state, JSON.stringify(output), new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(), webhookQueue.name],
    )
  }
  await end('completed', 2, {})
  await end('failed', 30, { name: 'Error', message: 'Long ago' })
  expect(await figuresOf(webhookQueue.name)).toMatchObject({ failed: 0, lastFailure: 'Long ago' })
  const message = 'Failed query: insert into people values ($1)\nparams: mei@example.com'
  await end('failed', 3, { name: 'DrizzleQueryError', message })
  expect((await figuresOf(webhookQueue.name))?.lastFailure).toBe('A statement of the database failed')
  const cause = { message: 'The key qd_secretsecretsecret is refused\nDetail: mei@example.com' }
  await end('failed', 1, { name: 'DrizzleQueryError', message, cause })
  const hour = 3_600_000
  expect(await figuresOf(webhookQueue.name)).toMatchObject({
    ...{ waiting: 0, failed: 2, lastFailure: 'The key qd_[hidden] is refused' },
    lastFailedAt: new Date(now.getTime() - hour).toISOString(),
    lastDoneAt: new Date(now.getTime() - 2 * hour).toISOString(),
  })
  expect(await getSystem(world.deps, scope)).toMatchObject({ isShared: false })
  await world.makeWorkspace('Somebody else')
  expect(await figuresOf(webhookQueue.name)).toMatchObject({ failed: 2, lastFailure: null })
  expect(await getSystem(world.deps, scope)).toMatchObject({ isShared: true })
})

it('tells of the server what it is, and of programs outside how they go for this workspace', async () => {
  const other = await world.makeWorkspace('Other')
  for (const [of, status] of [
    [scope, 'dead'],
    [other, 'done'],
  ] as const) {
    await world.database.run(
      `insert into webhooks (id, workspace_id, source, delivery_id, event_type, headers, body, status, processed_at)
       values ($1, $2, 'clerk', gen_random_uuid()::text, 'user.updated', '{}', '', $3, now())`,
      [newId(), of.workspaceId, status],
    )
  }
  await world.database.run(
    `insert into outgoing_emails (id, workspace_id, "to", subject, text, status, sent_at) values
     (gen_random_uuid(), $1, 'a', 'b', 'c', 'sent', '2026-01-01T00:00:00Z'), (gen_random_uuid(), $1, 'a', 'b', 'c', 'waiting', null)`,
    [scope.workspaceId],
  )
  const system = await getSystem(world.deps, scope)
  expect(system).toMatchObject({ version: '0.0.0-test', engine: world.database.engine, runsJobs: false })
  expect([system.databaseBytes > 100_000, /^\d+/.test(system.engineVersion)]).toEqual([true, true])
  const named = new Map(system.connections.map(({ name, ...rest }) => [name, rest]))
  expect(named.get('clerk')).toEqual({
    isSetUp: true,
    detail: expect.stringContaining('/webhooks/clerk'),
    lastAt: null,
    waiting: 0,
    failed: 1,
  })
  expect(named.get('mailServer')).toMatchObject({ isSetUp: false, lastAt: '2026-01-01T00:00:00.000Z', waiting: 1 })
  expect(named.get('jira')).toMatchObject({ isSetUp: true, detail: 'Project T at 127.0.0.1:9', lastAt: null })
  expect(JSON.stringify(system)).not.toContain('secret')
})
