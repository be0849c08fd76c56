import { createTestWorld } from '@quarterdeck/core/testing'
import { openDatabase } from '@quarterdeck/db'
import { testEngine, testServerUrl } from '@quarterdeck/db/testing'
import { expect, test } from 'vitest'
import { event, send } from '../testing/events.ts'
import { openLiveStream } from '../testing/live-stream.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const health = async ({ url }: TestServer) => {
  const response = await fetch(`${url}/health`)
  return { status: response.status, body: await response.json() }
}

async function expectOutage(server: TestServer): Promise<void> {
  expect(await health(server)).toMatchObject({ status: 503, body: { status: 'failing', database: 'unreachable' } })
  const known = await send(server, { events: [event()] })
  expect(known).toMatchObject({ status: 503, body: { error: 'unavailable' } })
  expect(Number(known.headers.get('retry-after'))).toBeGreaterThan(0)
  // Its key cannot be looked up: that says nothing about the key.
  const unknown = await send(server, { events: [event()] }, { 'x-write-key': 'qd_not_seen_before' })
  expect(unknown).toMatchObject({ status: 503, body: { error: 'unavailable' } })
}

test('health says what runs here', async () => {
  await using server = await startTestServer()
  expect(await health(server)).toEqual({
    status: 200,
    body: {
      ...{ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/), database: 'ok', engine: testEngine() },
      ...{ vectors: expect.any(Boolean), jobs: 'elsewhere' },
    },
  })
})

if (testEngine() === 'pglite') {
  test('without its database the server says so, and senders keep their events', async () => {
    await using server = await startTestServer(await createTestWorld())
    await send(server, { events: [event()] })
    // The thread ends under the open server, as when it crashes.
    await server.deps.database.close()
    await expectOutage(server)
  })
} else {
  test('while its database is away the server says so; when it is back everything goes on by itself', async () => {
    const admin = await openDatabase({ url: testServerUrl(), dataDir: '', connections: 1 })
    await using server = await startTestServer()
    const name = new URL(server.deps.database.url ?? '').pathname.slice(1)
    const token = await server.signIn()
    await send(server, { events: [event()] })
    const stream = await openLiveStream(server.url, { authorization: `Bearer ${token}` })
    await expect.poll(() => stream.messages[0]?.type).toBe('ready')

    await admin.script(`alter database ${name} with allow_connections false`)
    await admin.run('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    await expectOutage(server)

    await admin.script(`alter database ${name} with allow_connections true`)
    const readies = () => stream.messages.filter(({ type }) => type === 'ready').length
    await expect.poll(readies, { timeout: 40_000 }).toBeGreaterThan(1)
    expect(await health(server)).toMatchObject({ status: 200 })
    expect(await send(server, { events: [event()] })).toMatchObject({ status: 200, body: { accepted: 1 } })
    stream.abort()
    await admin.close()
  })
}
