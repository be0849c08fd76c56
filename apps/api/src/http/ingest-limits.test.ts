import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { event, post, send, storedIds } from '../testing/events.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const megabyte = 1_048_576
const batch = () => `${server.url}/v1/batch`

/** A valid body of exactly so many bytes. */
const bodyOf = (bytes: number) => JSON.stringify({ events: [event()] }).padEnd(bytes, ' ')

test('1,000 events are taken, 1,001 are refused whole', async () => {
  const events = Array.from({ length: 1_001 }, () => event())
  expect(await send(server, { events })).toMatchObject({ status: 413, body: { error: 'too_large' } })
  const known = await storedIds(server.world.database)
  expect(events.filter(({ id }) => known.has(id))).toEqual([])
  expect(await send(server, { events: events.slice(1) })).toMatchObject({ status: 200, body: { accepted: 1_000 } })
})

test('1 MB is taken, a byte more is 413', async () => {
  expect(await post(batch(), bodyOf(megabyte))).toMatchObject({ status: 200 })
  expect(await post(batch(), bodyOf(megabyte + 1))).toMatchObject({ status: 413, body: { error: 'too_large' } })
})

test('gzip is measured unpacked, so that a small bomb is 413', async () => {
  const pack = (bytes: number) => new Uint8Array(gzipSync(bodyOf(bytes)))
  const headers = { 'content-encoding': 'gzip' }
  expect(await post(batch(), pack(megabyte), headers)).toMatchObject({ status: 200 })
  expect(await post(batch(), pack(megabyte + 1), headers)).toMatchObject({ status: 413, body: { error: 'too_large' } })
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(200_000_000)))
  expect(bomb.length).toBeLessThan(megabyte)
  expect(await post(batch(), bomb, headers)).toMatchObject({ status: 413, body: { error: 'too_large' } })
})

test.each([
  ['nothing', ''],
  ['half a JSON', '{"events":[{'],
  ['a number', '42'],
  ['null', 'null'],
  ['no list', '{"events":{}}'],
  ['an empty list', '{"events":[]}'],
  ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe, 0x00])],
  ['what only begins like gzip', new Uint8Array([0x1f, 0x8b, 0x08, 0x00])],
])('%s is 400', async (_what, body) => {
  const answer = await post(batch(), body)
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid', requestId: expect.any(String) } })
  expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId)
})

test('plain text that says it is gzip is 400', async () => {
  expect(await post(batch(), bodyOf(200), { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 })
})

test('another encoding than gzip is named', async () => {
  const answer = await post(batch(), new Uint8Array([0x0b, 0x02, 0x80]), { 'content-encoding': 'br' })
  expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining('encoding is br') } })
})

test('a body without any content type is read', async () => {
  const response = await fetch(batch(), {
    method: 'POST',
    headers: { 'x-write-key': 'qd_test_write_key_000001' },
    body: new TextEncoder().encode(bodyOf(200)),
  })
  expect([response.status, await response.json()]).toMatchObject([200, { accepted: 1 }])
})
