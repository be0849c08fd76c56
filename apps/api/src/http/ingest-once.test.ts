import { createTestWorld } from '@quarterdeck/core/testing'
import { testEngine } from '@quarterdeck/db/testing'
import { expect, test } from 'vitest'
import { event, send, storedIds } from '../testing/events.ts'
import { startTestServer, startTwin, type TestServer } from '../testing/server.ts'

const many = (count: number) => Array.from({ length: count }, (_, index) => event({ visitId: `v${index}` }))

test('the same id twice, in one request and in the next, is one event', async () => {
  await using server = await startTestServer()
  const [once] = many(1)
  expect((await send(server, { events: [once, once] })).body).toMatchObject({ accepted: 1, duplicates: 1 })
  expect((await send(server, { events: [event(), once] })).body).toMatchObject({ accepted: 1, duplicates: 1 })
  expect((await storedIds(server.world.database)).size).toBe(2)
})

test('an id belongs to its workspace: another may use it too', async () => {
  await using server = await startTestServer()
  const { createKey } = await import('@quarterdeck/core/identity')
  const other = await server.world.makeWorkspace('Other')
  const { key } = await createKey(server.deps.db, other, { name: 'Theirs', scopes: ['ingest'] })
  const [once] = many(1)
  expect((await send(server, { events: [once] })).body).toMatchObject({ accepted: 1 })
  expect((await send(server, { events: [once] }, { 'x-write-key': key })).body).toMatchObject({ accepted: 1 })
})

test('a new server on the same data knows the ids', async () => {
  await using server = await startTestServer()
  const sent = many(50)
  await send(server, { events: sent })
  await server.stop()
  await using next = await startTestServer(server.world)
  expect((await send(next, { events: sent })).body).toMatchObject({ accepted: 0, duplicates: 50 })
})

/** Sends the same events from many sides at once, each in an order of its own, and adds the answers up. */
async function storm(servers: { url: string }[], sent: object[]) {
  const orders = [sent, sent.toReversed(), [...sent.slice(170), ...sent.slice(0, 170)], sent.toSorted(() => -1)]
  const answers = await Promise.all(orders.flatMap(order => servers.map(server => send(server, { events: order }))))
  return {
    statuses: [...new Set(answers.map(({ status }) => status))],
    accepted: answers.reduce((sum, { body }) => sum + (body.accepted ?? 0), 0),
    duplicates: answers.reduce((sum, { body }) => sum + (body.duplicates ?? 0), 0),
    sent: answers.length * sent.length,
  }
}

async function expectOneEach(server: TestServer, servers: { url: string }[]): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const sent = many(500)
    const { statuses, accepted, duplicates, sent: total } = await storm(servers, sent)
    expect({ statuses, accepted, duplicates }).toEqual({ statuses: [200], accepted: 500, duplicates: total - 500 })
  }
  expect((await storedIds(server.world.database)).size).toBe(2_500)
  expect(server.logged).toEqual([])
}

test('the same ids at once from many senders are one event each', async () => {
  await using server = await startTestServer()
  await expectOneEach(server, [server, server])
})

// An embedded database has room for one process.
if (testEngine() === 'postgres') {
  test('the same ids at once through two instances are one event each, without a deadlock', async () => {
    await using server = await startTestServer()
    await using twin = await startTwin(server)
    await expectOneEach(server, [server, twin])
  })

  test('people who identify themselves crosswise through two instances are each linked once', async () => {
    await using server = await startTestServer()
    await using twin = await startTwin(server)
    const identify = (user: number, browser: number) =>
      event({ name: 'identify', userId: `u${user}`, anonymousId: `a${browser}` })
    for (let round = 0; round < 10; round++) {
      const base = round * 100
      const users = Array.from({ length: 50 }, (_, index) => index)
      const ahead = users.map(n => identify(base + 2 * n, base + n))
      const back = users.map(n => identify(base + 2 * n + 1, base + 49 - n))
      const answers = await Promise.all([send(server, { events: ahead }), send(twin, { events: back })])
      expect(answers.map(({ status, body }) => [status, body.accepted])).toEqual([
        [200, 50],
        [200, 50],
      ])
    }
    expect(server.logged).toEqual([])
    const [row] = await server.world.database.run<{ n: number }>(
      "select count(*)::int as n from identities where provider = 'user'",
    )
    expect(row?.n).toBe(1_000)
  })
}

/** A world whose database takes no events until it is told to: as slow as a database can be. */
async function createStalledWorld() {
  const world = await createTestWorld()
  const { database } = world.deps
  const opened = Promise.withResolvers<void>()
  const run: typeof database.run = async (text, params) => {
    if (text.startsWith('insert into events')) await opened.promise
    return database.run(text, params)
  }
  const stalled = { ...world, deps: { ...world.deps, database: { ...database, run } } }
  return { world: stalled, open: opened.resolve }
}

test('when too much waits, senders are told when to come back, and what was acknowledged is there', async () => {
  const { world, open } = await createStalledWorld()
  await using server = await startTestServer(world)
  const batches = Array.from({ length: 56 }, () => many(1_000))
  const refused = Promise.withResolvers<void>()
  const answers = batches.map(async batch => {
    const answer = await send(server, { events: batch })
    if (answer.status !== 200) refused.resolve()
    return answer
  })
  await refused.promise
  open()
  const all = await Promise.all(answers)
  const ids = await storedIds(server.world.database)
  for (const [index, { status, headers, body }] of all.entries()) {
    const there = batches[index]?.filter(({ id }) => ids.has(id)).length
    if (status === 200) expect(there).toBe(1_000)
    else {
      expect([status, body.error, there]).toEqual([503, 'unavailable', 0])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
  }
  const again = batches.filter((_, index) => all[index]?.status === 503)
  expect(again.length).toBeGreaterThan(0)
  for (const batch of again) expect((await send(server, { events: batch })).body.accepted).toBe(1_000)
  await world.close()
})
