import { createFunnel } from '@quarterdeck/core/tracking'
import { testEngine } from '@quarterdeck/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, send } from '../testing/events.ts'
import { openLiveStream } from '../testing/live-stream.ts'
import { startTestServer, type TestServer, writeKey } from '../testing/server.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer()
  token = await server.signIn()
})
afterAll(() => server[Symbol.asyncDispose]())

const { poll } = expect
const open = (headers: Record<string, string> = { cookie: `qd_session=${token}` }) =>
  openLiveStream(server.url, headers)
/** Something else may have changed by the time that we look. */
const untilReady = ({ messages }: Awaited<ReturnType<typeof open>>) => poll(() => messages[0]?.type).toBe('ready')
const topicsOf = ({ messages }: Awaited<ReturnType<typeof open>>) =>
  messages.flatMap(message => (message.type === 'changes' ? message.topics : []))

describe('a stream', () => {
  test.each([
    ['cookie', () => ({ cookie: `qd_session=${token}` })],
    ['bearer', () => ({ authorization: `Bearer ${token}` })],
  ])('opens with a %s, is ready at once, and tells what changed', async (_how, headers) => {
    const stream = await open(headers())
    expect([stream.status, stream.contentType]).toEqual([200, 'text/event-stream'])
    await untilReady(stream)
    const [ready] = stream.messages
    expect(ready).toMatchObject({ type: 'ready', reads: { 'events.list': expect.arrayContaining(['events']) } })
    await send(server, { events: [event()] })
    await poll(() => topicsOf(stream)).toContain(`${server.scope.workspaceId}:events`)
    stream.abort()
  })

  test('is refused to nobody and to keys', async () => {
    const before = server.deps.changes.streams()
    for (const [headers, code] of [
      [{}, 'UNAUTHORIZED'],
      [{ cookie: 'qd_session=invented' }, 'UNAUTHORIZED'],
      [{ authorization: `Bearer ${writeKey}` }, 'FORBIDDEN'],
    ] as const) {
      const stream = await open(headers)
      await poll(() => stream.refusals).toEqual([code])
      await stream.ended
      expect(stream.messages).toEqual([])
    }
    expect(server.deps.changes.streams()).toBeLessThanOrEqual(before)
  })

  test('tells nothing of another workspace', async () => {
    const other = await server.world.makeWorkspace('Other')
    const stream = await open()
    await untilReady(stream)
    const steps = ['a', 'b'].map(name => ({ name, match: { event: name } }))
    await createFunnel(server.deps, other, { name: 'Theirs', steps, windowHours: 1 })
    await createFunnel(server.deps, server.scope, { name: 'Ours', steps, windowHours: 1 })
    await poll(() => topicsOf(stream)).toContain(`${server.scope.workspaceId}:funnels`)
    expect(topicsOf(stream).filter(topic => topic.startsWith(other.workspaceId))).toEqual([])
    stream.abort()
  })

  test('that its reader leaves is forgotten', async () => {
    await poll(() => server.deps.changes.streams()).toBe(0)
    const streams = await Promise.all([1, 2, 3, 4, 5].map(() => open()))
    await poll(() => server.deps.changes.streams()).toBe(5)
    for (const stream of streams) stream.abort()
    await poll(() => server.deps.changes.streams()).toBe(0)
    await Promise.all(streams.map(({ ended }) => ended))
  })

  test('is kept open by pings', async () => {
    const stream = await open()
    await poll(() => stream.events).toContain('ping')
    stream.abort()
  })
})

// An embedded database is in our own process: there is no connection to lose.
if (testEngine() === 'postgres') {
  test('after the database has dropped the connection, a stream is ready again and misses nothing', async () => {
    const stream = await open()
    await untilReady(stream)
    await server.world.database.run(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%'`,
    )
    // Maybe nobody listens while this is stored: then it is what comes after that says so.
    await send(server, { events: [event()] })
    await poll(() => stream.messages.filter(({ type }) => type === 'ready').length).toBe(2)
    const seen = stream.messages.length
    await send(server, { events: [event()] })
    const told = { type: 'changes', topics: [`${server.scope.workspaceId}:events`] }
    await poll(() => stream.messages.slice(seen)).toContainEqual(told)
    stream.abort()
  })
}

test('closing the server ends its streams', async () => {
  const streams = await Promise.all([1, 2, 3].map(() => open()))
  await Promise.all(streams.map(untilReady))
  await server.stop()
  await Promise.all(streams.map(({ ended }) => ended))
  await poll(() => server.deps.changes.streams()).toBe(0)
})
