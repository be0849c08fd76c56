import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startDelivery } from './testing/delivery.ts'
import { eventually } from './testing/eventually.ts'
import { reset, startServer, status } from './testing/server.ts'
import { createIds } from './uuid.ts'

test('batches hold at most 500 events and 200 000 bytes', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url, { maxQueued: 5000 })
  const small = delivery.addMany(1201)
  expect(await delivery.flush()).toBe(true)
  expect(server.requests.map(ids => ids.length)).toEqual([500, 500, 201])
  const large = delivery.addMany(40, 5000)
  expect(await delivery.flush()).toBe(true)
  expect(Math.max(...server.bodies.map(body => Buffer.byteLength(body)))).toBeLessThanOrEqual(200_100)
  expect([...server.events.keys()]).toEqual([...small, ...large])
})

test('413 splits the batch until it fits; what is too large alone is given up', async () => {
  await using server = await startServer()
  server.refuse = (_batch, body) => (body.length > 10_000 ? 413 : undefined)
  const delivery = startDelivery(server.url)
  const before = delivery.addMany(30, 900)
  const giant = delivery.addMany(1, 20_000)
  const after = delivery.addMany(30, 900)
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()].sort()).toEqual([...before, ...after])
  expect(delivery.dropped()).toBe(giant.length)
  expect(delivery.kept.size).toBe(0)
})

test('poison events are found by halving, and never hold up the others', async () => {
  const positions = fc.uniqueArray(fc.nat(99), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(positions, async poisoned => {
      await using server = await startServer()
      const delivery = startDelivery(server.url)
      const ids = delivery.addMany(100)
      const poison = new Set(poisoned.map(position => ids[position]))
      server.refuse = ({ events }) => (events.some(event => poison.has(event.id)) ? 400 : undefined)
      expect(await delivery.flush()).toBe(true)
      expect([...server.events.keys()]).toEqual(ids.filter(id => !poison.has(id)))
      expect(delivery.dropped()).toBe(poison.size)
      // Two halves a level, seven levels to reach one of a hundred.
      expect(server.requests.length).toBeLessThanOrEqual(1 + 14 * poison.size)
    }),
    { numRuns: 20 },
  )
})

test('a split that is cut off in the middle keeps the rest', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url)
  const ids = delivery.addMany(4)
  server.failures.push(status(413), () => {}, reset)
  server.failures[1] = (_request, response, body) => {
    for (const event of JSON.parse(body).events) server.events.set(event.id, event)
    response.end('{"accepted":2,"duplicates":0,"rejected":[]}')
  }
  expect(await delivery.flush()).toBe(false)
  expect([...delivery.kept.keys()]).toEqual(ids.slice(2))
  delivery.clock.advance(1000)
  await eventually(() => expect([...server.events.keys()]).toEqual(ids))
})

test('the outbox is bounded in number: the oldest go', async () => {
  await using server = await startServer()
  const delivery = startDelivery(server.url, { maxQueued: 100 })
  const ids = delivery.addMany(250)
  await eventually(() => expect([...delivery.kept.keys()]).toEqual(ids.slice(150)))
  expect(delivery.dropped()).toBe(150)
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual(ids.slice(150))
})

test('the outbox is bounded in age', async () => {
  await using server = await startServer()
  server.failures.push(status(500))
  const delivery = startDelivery(server.url, { maxAgeMs: 3_600_000 })
  delivery.addMany(2)
  expect(await delivery.flush()).toBe(false)
  delivery.clock.advance(3_600_001)
  const young = delivery.addMany(1)
  await eventually(() => expect([...server.events.keys()]).toEqual(young))
  expect(delivery.dropped()).toBe(2)
  expect(delivery.kept.size).toBe(0)
})

test('what a former life left is not sent when it has become too old', async () => {
  await using server = await startServer()
  const old = createIds(() => Date.UTC(2025, 11, 24))()
  const young = createIds(() => Date.UTC(2025, 11, 26))()
  const left = [old, young].map((id): [string, string] => [id, JSON.stringify({ id })])
  const delivery = startDelivery(server.url, { outbox: { put() {}, read: () => left, remove() {} } })
  expect(await delivery.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual([young])
  expect(delivery.dropped()).toBe(1)
})
