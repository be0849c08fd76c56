import { newId } from '@quarterdeck/core/kernel'
import { testEngine } from '@quarterdeck/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { event, post, storedIds } from '../testing/events.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

// 10,000 bodies that no honest sender makes; the embedded database, to which they are no different, gets a tenth. A failure names the seed and the smallest body that still fails:
// QUARTERDECK_TEST_SEED runs the same ones, or others.
const seed = Number(process.env.QUARTERDECK_TEST_SEED ?? 4_400)
const bodiesAtOnce = 20
const runsOfEach = testEngine() === 'postgres' ? 125 : 13
const kinds = 4
const all = kinds * runsOfEach * bodiesAtOnce

let server: TestServer
let bodies = 0
const neighbours: string[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

interface Sent {
  body: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  /** Where good events stand in it, when it is well enough formed to have some. */
  good?: number[]
}

const neighbour = () => {
  const id = newId()
  neighbours.push(id)
  return event({ id, name: 'neighbour' })
}

async function check({ body, headers, good = [] }: Sent): Promise<void> {
  bodies++
  const answer = await post(`${server.url}/v1/batch`, body, headers)
  expect(answer.status, answer.body.message).toBeLessThan(500)
  if (good.length === 0) return
  expect(answer).toMatchObject({ status: 200 })
  const { accepted = 0, duplicates = 0, rejected = [] } = answer.body
  expect(accepted).toBeGreaterThanOrEqual(good.length)
  expect(rejected.filter(({ index }) => good.includes(index))).toEqual([])
  for (const { index, code, message } of rejected) expect([index, code, message]).not.toContain(undefined)
  expect(accepted + duplicates).toBeGreaterThan(0)
}

/** Sends many bodies at once, and a good one among them, as they would meet in the server. */
const checkAll = (arbitrary: fc.Arbitrary<Sent>) =>
  fc.assert(
    fc.asyncProperty(fc.array(arbitrary, { minLength: bodiesAtOnce, maxLength: bodiesAtOnce }), async all => {
      const good = { body: JSON.stringify({ events: [neighbour()] }), good: [0] }
      await Promise.all([...all, good].map(check))
      bodies--
    }),
    { seed, numRuns: runsOfEach, endOnFailure: false, interruptAfterTimeLimit: 50_000, markInterruptAsFailure: true },
  )

/** Any UTF-16, halves of pairs and NUL included. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd800, 0xdfff, 0x22, 0x5c)), {
    maxLength: 30,
  })
  .map(units => String.fromCharCode(...units))
const hostile = fc.constantFrom<unknown>(
  ...['', ' ', '\u0000', '\ud800', 'identify', '__proto__', '1e400', '2026-02-30T25:61:61Z', 'x'.repeat(9_000)],
  ...[0, -1, 1e308, 8.64e15, 253_402_300_800_000, Number.MIN_VALUE, true, null],
  ...[[], {}, [[]], { toString: 1 }, { toJSON: 1 }, { length: 1e9 }, { type: {}, message: [] }],
  JSON.parse('{"__proto__":{"a":1},"constructor":null}'),
  JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
)
const anyValue = fc.oneof(hostile, anyText, fc.jsonValue({ maxDepth: 4 }), fc.double())

const bytes: fc.Arbitrary<Sent> = fc.record({
  body: fc.uint8Array({ maxLength: 400 }).map(found => new Uint8Array(found)),
  headers: fc.record(
    {
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'nonsense'),
      'content-type': fc.constantFrom('application/json', 'text/plain', 'nonsense', 'application/json; charset=utf-16'),
    },
    { requiredKeys: [] },
  ),
})

const json: fc.Arbitrary<Sent> = fc
  .tuple(anyValue, anyValue, fc.constantFrom('events', 'batch', 'both', 'whole', 'list'))
  .map(([value, sentAt, place]) => {
    if (place === 'whole') return { body: JSON.stringify(value) }
    if (place === 'list') return { body: JSON.stringify([value, neighbour()]), good: [1] }
    if (place === 'both') return { body: JSON.stringify({ events: value, batch: [value], sentAt }) }
    return { body: JSON.stringify({ [place]: value, sentAt, sent_at: sentAt }) }
  })

const time = () => new Date().toISOString()
const ours = () => ({
  ...event(),
  anonymousId: 'a',
  userId: 'u',
  step: 's',
  device: 'd',
  country: 'DE',
  appVersion: '1',
})
const spellings = {
  ours: () => ({ ...ours(), name: 'identify', error: { type: 't', message: 'm' }, properties: { a: 1 } }),
  legacy: () => ({
    event_type: 'e',
    session_id: 's',
    user_id: 'u',
    timestamp: Date.now(),
    funnel_step: 'f',
    device_type: 'd',
  }),
  segment: () => ({
    ...{ type: 'identify', event: 'e', messageId: newId(), userId: 'u', anonymousId: 'a', timestamp: time() },
    ...{ properties: { step: 's' }, traits: { name: 'n' }, context: { device: { type: 'd' }, app: { version: '1' } } },
  }),
}

const cut: fc.Arbitrary<Sent> = fc
  .array(fc.tuple(fc.nat(), fc.constantFrom('insert', 'remove', 'replace'), fc.nat(255)), {
    minLength: 1,
    maxLength: 6,
  })
  .map(edits => {
    const body = [...Buffer.from(JSON.stringify({ events: [ours(), spellings.legacy()], sentAt: time() }))]
    for (const [place, edit, byte] of edits) {
      body.splice(place % body.length, edit === 'insert' ? 0 : 1, ...(edit === 'remove' ? [] : [byte]))
    }
    return { body: new Uint8Array(body) }
  })

const wrongFields: fc.Arbitrary<Sent> = fc
  .record({
    spelling: fc.constantFrom('ours', 'legacy', 'segment'),
    wrong: fc.array(fc.tuple(fc.nat(), anyValue), { minLength: 1, maxLength: 3 }),
    extra: fc.dictionary(anyText, anyValue, { maxKeys: 2 }),
  })
  .map(({ spelling, wrong, extra }) => {
    const bad: Record<string, unknown> = { ...spellings[spelling](), ...extra }
    const fields = Object.keys(spellings[spelling]())
    for (const [place, value] of wrong) bad[fields[place % fields.length] ?? ''] = value
    if (spelling !== 'segment')
      return { body: JSON.stringify({ events: [neighbour(), bad, neighbour()] }), good: [0, 2] }
    const message = () => {
      const { id, timestamp } = neighbour()
      return { type: 'track', event: 'neighbour', messageId: id, userId: 'u', timestamp }
    }
    return { body: JSON.stringify({ batch: [message(), bad, message()] }), good: [0, 2] }
  })

test.each<[string, fc.Arbitrary<Sent>]>([
  ['arbitrary bytes', bytes],
  ['arbitrary JSON', json],
  ['valid batches with bytes changed', cut],
  ['wrong types at every field', wrongFields],
])('%s never give a 5xx and never harm a neighbour', async (_kind, arbitrary) => checkAll(arbitrary), 60_000)

test(`they were ${all} bodies, and every good event among them is stored`, async () => {
  expect(bodies).toBeGreaterThanOrEqual(all)
  const stored = await storedIds(server.world.database)
  expect(neighbours.length).toBeGreaterThan(all / 2)
  expect(neighbours.filter(id => !stored.has(id))).toEqual([])
  expect(server.logged).toEqual([])
})
