import type { BatchResult } from '@quarterdeck/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, post, type StoredEvent, send, storedEvents } from '../testing/events.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const find = async (name: string): Promise<StoredEvent[]> =>
  (await storedEvents(server.world.database)).filter(row => row.name === name)

/** Sends raw JSON events between two good ones, which must come through whatever happens to the others. */
async function sendBetween(...raw: string[]): Promise<Partial<BatchResult>> {
  const good = () => JSON.stringify(event({ name: 'neighbour' }))
  const { length } = await find('neighbour')
  const { status, body } = await post(`${server.url}/v1/batch`, `{"events":[${[good(), ...raw, good()].join()}]}`)
  expect([status, (await find('neighbour')).length]).toEqual([200, length + 2])
  return body
}

const raw = (fields: string) => JSON.stringify(event()).replace(/}$/, `,${fields}}`)

describe('values that JSON can say and a database cannot hold', () => {
  test('NUL and half surrogates become the replacement character, in names, keys and values', async () => {
    const text = '\\u0000\\ud800'
    const properties = `{"key${text}":"value${text}","list":["${text}"]}`
    const body = await sendBetween(raw(`"name":"nul${text}","visitId":"v${text}","properties":${properties}`))
    expect(body).toMatchObject({ accepted: 3, rejected: [] })
    const [row] = await find('nul\ufffd\ufffd')
    expect(row?.visit_id).toBe('v\ufffd\ufffd')
    expect(row?.properties).toEqual({ 'key\ufffd\ufffd': 'value\ufffd\ufffd', list: ['\ufffd\ufffd'] })
  })

  test('numbers beyond any', async () => {
    const body = await sendBetween(raw('"name":"huge","properties":{"n":1e400,"m":-1e400,"i":12345678901234567890}'))
    expect(body).toMatchObject({ accepted: 3 })
    expect((await find('huge'))[0]?.properties).toMatchObject({ n: null, m: null })
    expect(await sendBetween(raw('"timestamp":1e400'), raw('"timestamp":1e17'), raw('"timestamp":-1'))).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1 }, { index: 2 }, { index: 3 }],
    })
  })

  test.each([10, 20, 21, 1_000, 50_000])('nesting %i deep, with and without an id', async depth => {
    const deep = `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`
    const body = await sendBetween(
      raw(`"properties":${deep}`),
      `{"name":"deep","visitId":"v","timestamp":${Date.now()},"properties":${deep}}`,
    )
    expect(body.accepted).toBe(depth <= 20 ? 4 : 2)
    for (const { code } of body.rejected ?? []) expect(code).toBe('too_large')
  })

  test('nesting in a field that nobody reads, without an id', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    await sendBetween(`{"name":"deep","visitId":"v","timestamp":${Date.now()},"unknown":${deep}}`)
  })

  test('huge strings are refused, and a long error message is cut', async () => {
    const body = await sendBetween(
      JSON.stringify(event({ name: 'n'.repeat(100_000) })),
      JSON.stringify(event({ userId: 'u'.repeat(201) })),
      JSON.stringify(event({ properties: { text: 'x'.repeat(32_000) } })),
      JSON.stringify(event({ name: 'failed', error: { message: 'm'.repeat(20_000) } })),
    )
    expect(body).toMatchObject({
      accepted: 3,
      rejected: [
        { index: 1, code: 'invalid' },
        { index: 2, code: 'invalid' },
        { index: 3, code: 'too_large' },
      ],
    })
    expect((await find('failed'))[0]?.error_message).toHaveLength(8_000)
  })

  test('keys with a meaning in JavaScript are only keys', async () => {
    const properties = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"}'
    expect(await sendBetween(raw(`"name":"keys","properties":${properties},"__proto__":{"step":"x"}`))).toMatchObject({
      accepted: 3,
    })
    const [row] = await find('keys')
    expect(JSON.stringify(row?.properties)).toContain('"__proto__":{"polluted":1}')
    expect([row?.step, Reflect.get({}, 'polluted')]).toEqual([null, undefined])
  })
})

test.each([
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"hasOwnProperty"',
  '{"toString":1}',
  '{"valueOf":1,"toString":null}',
  '["track"]',
  'null',
  '1',
])('a Segment message whose type is %s is refused by itself', async type => {
  const good = () => ({
    type: 'track',
    event: 'ok',
    userId: 'u',
    messageId: crypto.randomUUID(),
    timestamp: new Date(),
  })
  const odd = `{"type":${type},"event":"odd","userId":"u","timestamp":"${new Date().toISOString()}"}`
  const body = `{"batch":[${JSON.stringify(good())},${odd},${JSON.stringify(good())}]}`
  const answer = await post(`${server.url}/v1/batch`, body)
  expect(answer).toMatchObject({ status: 200, body: { accepted: 2, rejected: [{ index: 1, code: 'invalid' }] } })
})

test.each(['timestamp', 'anonymousId', 'userId', 'context', 'properties', 'messageId', 'event'])(
  'a Segment message with an object that cannot be text as its %s',
  async field => {
    const hostile = { toString: 1, valueOf: null }
    const odd = { type: 'track', event: 'odd', userId: 'u', timestamp: new Date(), [field]: hostile }
    const { status, body } = await send(server, { batch: [odd] })
    expect([field, status, (body.accepted ?? 0) + (body.rejected?.length ?? 0)]).toEqual([field, 200, 1])
  },
)

describe('ids', () => {
  test('an empty id is no id: two events without one are two', async () => {
    const events = [1, 2].map(n => event({ id: '', name: 'no-id', properties: { n } }))
    expect(await send(server, { events })).toMatchObject({ body: { accepted: 2, duplicates: 0 } })
  })

  test('the same id in other letters, and any text as an id, is the same event', async () => {
    const id = crypto.randomUUID()
    const events = [event({ id }), event({ id: id.toUpperCase() }), event({ id: 'order:7' }), event({ id: 'order:7' })]
    expect(await send(server, { events })).toMatchObject({ body: { accepted: 2, duplicates: 2, rejected: [] } })
  })
})
