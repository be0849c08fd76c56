import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { startDelivery } from './testing/delivery.ts'
import { eventually } from './testing/eventually.ts'
import { captivePortal, halfAnswer, reset, silence, startServer, status } from './testing/server.ts'

test('an event is sent once, with key and sending time, and leaves the outbox when acknowledged', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  const [id = ''] = delivery.addMany(1)
  expect([...delivery.kept.keys()]).toEqual([id])
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual([id])
  expect(server.headers[0]?.authorization).toBe('Bearer wk_test')
  expect(JSON.parse(server.bodies[0] ?? '').sentAt).toBe('2026-01-01T00:00:00.000Z')
  expect(delivery.kept.size).toBe(0)
  expect(await delivery.flush()).toBe(true)
  expect(server.requests).toHaveLength(1)
})

test('an event waits for company, twenty go at once', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  delivery.addMany(19)
  delivery.clock.advance(999)
  expect(server.requests).toEqual([])
  await delivery.flush()
  expect(server.requests.map(ids => ids.length)).toEqual([19])
  delivery.addMany(2)
  delivery.clock.advance(1000)
  await eventually(() => expect(server.events.size).toBe(21))
  delivery.addMany(20)
  delivery.clock.advance(0)
  await eventually(() => expect(server.events.size).toBe(41))
})

test('leftovers of a former life go first, in order', async () => {
  await using server = await startServer()
  const former = startDelivery('http://127.0.0.1:1')
  const old = former.addMany(3)
  const delivery = startDelivery(server.url, { outbox: { put() {}, read: () => [...former.kept], remove() {} } })
  const fresh = delivery.addMany(2)
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual([...old, ...fresh])
})

test.each([
  ['429', status(429)],
  ['500', status(500)],
  ['408', status(408)],
  ['a reset connection', reset],
  ['a cut answer', halfAnswer],
  ['a 200 from somebody else', captivePortal],
  ['a 200 that counts nothing', status(200)],
  ['no answer in time', silence],
])('%s: kept, and tried again after growing waits', async (_name, failure) => {
  await using server = await startServer()
  // Only silence is waited for; less than this a busy machine may need to bring a request to the server.
  const delivery = startDelivery(server.url, { requestTimeoutMs: failure === silence ? 700 : 10_000 })
  const ids = delivery.addMany(2)
  server.failures.push(failure, failure, failure)
  for (const [tries, wait] of [1000, 2000, 4000].entries()) {
    await eventually(async () => expect(await delivery.flush()).toBe(false))
    await eventually(() => expect(delivery.clock.due()).toContain(wait))
    expect(server.requests).toHaveLength(tries + 1)
    expect([...delivery.kept.keys()]).toEqual(ids)
    delivery.clock.advance(wait - 1)
    expect(await delivery.flush()).toBe(false)
    expect(server.requests).toHaveLength(tries + 1)
    delivery.clock.advance(1)
    await eventually(() => expect(server.requests).toHaveLength(tries + 2))
  }
  await eventually(() => expect(delivery.kept.size).toBe(0))
  expect([...server.events.keys()]).toEqual(ids)
  expect(delivery.dropped()).toBe(0)
})

test('a success ends the growth of the waits', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  server.failures.push(status(500))
  delivery.addMany(1)
  await delivery.flush()
  delivery.clock.advance(1000)
  await eventually(() => expect(server.events.size).toBe(1))
  server.failures.push(status(500))
  delivery.addMany(1)
  await delivery.flush()
  expect(delivery.clock.due()).toEqual([1000, 1000])
})

test.each([
  ['seconds', '90'],
  ['a date', 'Thu, 01 Jan 2026 00:01:30 GMT'],
])('Retry-After in %s is waited for, also by flush and when the page goes', async (_name, header) => {
  await using server = await startServer()
  const counted = vi.fn(fetch)
  const delivery = startDelivery(server.url, { fetch: counted })
  server.failures.push(status(429, { 'retry-after': header }))
  delivery.addMany(1)
  expect(await delivery.flush()).toBe(false)
  delivery.clock.advance(89_999)
  delivery.leave()
  expect(await delivery.flush()).toBe(false)
  expect(counted).toHaveBeenCalledTimes(1)
  delivery.clock.advance(1)
  await eventually(() => expect(server.events.size).toBe(1))
})

test('a wall clock set back does not lengthen a wait', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  server.failures.push(status(503))
  delivery.addMany(1)
  await delivery.flush()
  delivery.clock.set(Date.UTC(1999, 0, 1))
  delivery.clock.advance(1000)
  await eventually(() => expect(server.events.size).toBe(1))
})

test.each([401, 403, 404])('%i: everything is kept, and asked again after five minutes', async code => {
  await using server = await startServer()
  const counted = vi.fn(fetch)
  const delivery = startDelivery(server.url, { fetch: counted })
  server.failures.push(status(code))
  delivery.addMany(3)
  expect(await delivery.flush()).toBe(false)
  expect(delivery.kept.size).toBe(3)
  delivery.clock.advance(299_999)
  expect(await delivery.flush()).toBe(false)
  expect(counted).toHaveBeenCalledTimes(1)
  delivery.clock.advance(1)
  await eventually(() => expect(server.events.size).toBe(3))
})

test('of two waits that overlap, the later one counts', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  await delivery.flush()
  server.failures.push(status(500), (...request) => {
    setTimeout(() => status(429, { 'retry-after': '90' })(...request), 50)
  })
  delivery.addMany(1)
  delivery.leave()
  expect(await delivery.flush()).toBe(false)
  await eventually(() => expect(delivery.clock.due()).toContain(90_000))
  delivery.clock.advance(89_999)
  expect(await delivery.flush()).toBe(false)
  expect(server.requests).toHaveLength(2)
})

test('rejected events are final, and counted', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  server.failures.push((_request, response) => {
    response.end('{"accepted":1,"duplicates":0,"rejected":[{"index":1,"code":"too_old","message":"Too old."}]}')
  })
  delivery.addMany(2)
  expect(await delivery.flush()).toBe(true)
  expect(delivery.kept.size).toBe(0)
  expect(delivery.dropped()).toBe(1)
})

test('a page that goes sends what is unanswered, within the limit for requests that outlive it', async () => {
  await using server = await startServer()
  const sent: RequestInit[] = []
  const delivery = startDelivery(server.url, {
    fetch: (input, init) => {
      if (init) sent.push(init)
      return fetch(input, init)
    },
  })
  await delivery.flush()
  const ids = delivery.addMany(50, 1000)
  delivery.leave()
  expect(sent).toMatchObject([{ keepalive: true }])
  expect(Buffer.byteLength(String(sent[0]?.body))).toBeLessThan(65_536)
  await eventually(() => expect(server.events.size).toBeGreaterThan(20))
  await eventually(() => expect(delivery.kept.size).toBe(50 - server.events.size))
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual(ids)
})

test('hiding and then leaving a page sends each event once', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  await delivery.flush()
  const hidden = delivery.addMany(3)
  delivery.leave()
  const left = delivery.addMany(1)
  delivery.leave()
  delivery.leave()
  await eventually(() => expect(delivery.kept.size).toBe(0))
  expect(server.requests.toSorted((a, b) => b.length - a.length)).toEqual([hidden, left])
})

test.each([
  ['rejects', () => Promise.reject(new Error('Full'))],
  [
    'throws',
    () => {
      throw new Error('Full')
    },
  ],
])('with an outbox that %s, events go from memory', async (_name, fail) => {
  await using server = await startServer()
  const delivery = startDelivery(server.url, { outbox: { put: fail, read: fail, remove: fail } })
  server.failures.push(status(500))
  const ids = delivery.addMany(3)
  expect(await delivery.flush()).toBe(false)
  delivery.clock.advance(1000)
  await eventually(() => expect([...server.events.keys()]).toEqual(ids))
})

test('before the start nothing is stored or sent; clearing forgets all', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  delivery.addMany(2)
  delivery.clear()
  const held = delivery.addMany(2)
  delivery.leave()
  expect(await delivery.flush()).toBe(false)
  delivery.clock.advance(60_000)
  expect(server.requests).toEqual([])
  await eventually(() => expect(delivery.kept.size).toBe(0))
  delivery.start()
  expect([...delivery.kept.keys()]).toEqual(held)
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual(held)
})

test('under any run of failures, every event arrives exactly once by id and nothing stays behind', async () => {
  const failure = fc.constantFrom(
    status(500),
    status(429, { 'retry-after': '7' }),
    reset,
    halfAnswer,
    captivePortal,
    undefined,
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(failure, { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
      async (failures, bursts) => {
        await using server = await startServer()
        const delivery = startDelivery(server.url)
        for (const item of failures) if (item) server.failures.push(item)
        const ids: string[] = []
        for (const burst of bursts) {
          ids.push(...delivery.addMany(burst))
          await delivery.flush()
          delivery.clock.advance(3000)
        }
        for (let round = 0; round < 12 && !(await delivery.flush()); round++) delivery.clock.advance(300_000)
        expect([...server.events.keys()]).toEqual(ids)
        expect(delivery.kept.size).toBe(0)
        expect(delivery.dropped()).toBe(0)
      },
    ),
    { numRuns: 30 },
  )
})
