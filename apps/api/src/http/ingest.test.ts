import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, post, send, storedEvents } from '../testing/events.ts'
import { startTestServer, type TestServer, writeKey } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const stored = async (name: string) => (await storedEvents(server.world.database)).filter(row => row.name === name)
const now = () => new Date().toISOString()

describe('three spellings of one thing', () => {
  test('ours', async () => {
    const sent = event({
      name: 'ours',
      timestamp: Date.now(),
      anonymousId: 'a1',
      userId: 'u1',
      step: 'pay',
      device: 'mobile',
      country: 'DE',
      appVersion: '2.1',
      error: { type: 'declined', message: 'No funds' },
      properties: { plan: 'team', nested: { list: [1, null] } },
    })
    expect(await send(server, { events: [sent], sentAt: now() })).toMatchObject({
      status: 200,
      body: { accepted: 1, duplicates: 0, rejected: [] },
    })
    const [row] = await stored('ours')
    expect(row).toMatchObject({ id: sent.id, visit_id: 'visit-1', anonymous_id: 'a1', user_id: 'u1', step: 'pay' })
    expect(row).toMatchObject({ device: 'mobile', country: 'DE', app_version: '2.1', source: 'sdk' })
    expect(row).toMatchObject({ error_type: 'declined', error_message: 'No funds', occurred: sent.timestamp })
    expect(row?.properties).toEqual({ plan: 'team', nested: { list: [1, null] } })
  })

  test("the first system's", async () => {
    const timestamp = Date.now()
    const legacy = {
      event_type: 'legacy',
      session_id: 's1',
      user_id: 7,
      timestamp,
      funnel_step: 'login_form',
      device_type: 'desktop',
      app_version: '1.0',
      error_type: 'timeout',
      error_message: 'Too slow',
    }
    expect((await send(server, { events: [legacy] })).body).toMatchObject({ accepted: 1 })
    expect((await send(server, { events: [legacy] })).body).toMatchObject({ accepted: 0, duplicates: 1 })
    const rows = await stored('legacy')
    expect(rows).toMatchObject([
      { visit_id: 's1', user_id: '7', step: 'login_form', device: 'desktop', error_type: 'timeout', source: 'legacy' },
    ])
    expect(rows[0]?.occurred).toBe(timestamp)
  })

  test("Segment's batch and its single routes", async () => {
    const message = { timestamp: now(), userId: 'u2', context: { sessionId: 's2' } }
    const batch = [{ ...message, type: 'track', event: 'segment', messageId: 'm-1', properties: { total: 3 } }]
    expect((await send(server, { batch, sentAt: now() })).body).toMatchObject({ accepted: 1 })
    for (const type of ['track', 'page', 'identify', 'group', 'alias']) {
      const answer = await post(
        `${server.url}/v1/${type}`,
        JSON.stringify({ ...message, event: 'segment', messageId: `single-${type}`, sentAt: now() }),
      )
      expect([type, answer.status, answer.body]).toEqual([type, 200, { accepted: 1, duplicates: 0, rejected: [] }])
    }
    const names = (await storedEvents(server.world.database)).filter(row => row.source === 'segment')
    expect(names.map(row => row.name).sort()).toEqual(['alias', 'group', 'identify', 'page_view', 'segment', 'segment'])
    expect(new Set(names.map(row => row.visit_id))).toEqual(new Set(['s2']))
  })
})

test.each([
  ['Authorization: Bearer', { authorization: `Bearer ${writeKey}` }],
  ['x-write-key', { 'x-write-key': writeKey }],
  ['the user name of Basic', { authorization: `Basic ${btoa(`${writeKey}:`)}` }],
  ['the user name of Basic with a password', { authorization: `basic ${btoa(`${writeKey}:x`)}` }],
])('the key as %s', async (_place, headers) => {
  expect(await send(server, { events: [event()] }, { 'x-write-key': '', ...headers })).toMatchObject({ status: 200 })
})

test.each([
  ['no key', {}, 'Send a write key'],
  ['an unknown key', { 'x-write-key': 'qd_unknown_key' }, 'No such write key'],
  ['a Basic that is not base64', { authorization: 'Basic %%%' }, 'write key'],
  ['an empty Bearer', { authorization: 'Bearer ' }, 'Send a write key'],
])('%s is refused with 401 and nothing is stored', async (_what, headers, message) => {
  const sent = event({ name: 'unauthorised' })
  const answer = await send(server, { events: [sent] }, { 'x-write-key': '', ...headers })
  expect(answer).toMatchObject({ status: 401, body: { error: 'unauthenticated', requestId: expect.any(String) } })
  expect(answer.body).toMatchObject({ message: expect.stringContaining(message) })
  expect(await stored('unauthorised')).toEqual([])
})

test('a key without the scope is refused with 403', async () => {
  const { createKey } = await import('@quarterdeck/core/identity')
  const { key } = await createKey(server.deps.db, server.scope, { name: 'Reader', scopes: ['read'] })
  expect(await send(server, { events: [event()] }, { 'x-write-key': key })).toMatchObject({
    status: 403,
    body: { error: 'forbidden' },
  })
})

test('gzip, with and without its header', async () => {
  const packed = () => new Uint8Array(gzipSync(JSON.stringify({ events: [event({ name: 'packed' })] })))
  const url = `${server.url}/v1/batch`
  expect(await post(url, packed(), { 'content-encoding': 'gzip' })).toMatchObject({ status: 200 })
  expect(await post(url, packed(), { 'content-type': 'text/plain' })).toMatchObject({ status: 200 })
  expect(await stored('packed')).toHaveLength(2)
})

test('a beacon without a JSON content type', async () => {
  const body = JSON.stringify({ events: [event()] })
  for (const type of ['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
    expect([type, (await post(`${server.url}/v1/batch`, body, { 'content-type': type })).status]).toEqual([type, 200])
  }
})

test('pages of other sites may send, without cookies', async () => {
  const asked = await fetch(`${server.url}/v1/batch`, {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
  })
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
  expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
  const refused = await send(server, { events: [event()] }, { origin: 'https://shop.example', 'x-write-key': '' })
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
})

test('a bad event is named by its place and harms no other', async () => {
  const bad = [null, 'text', [], {}, event({ name: '' }), { ...event(), visitId: undefined }]
  const good = () => event({ name: 'neighbour' })
  const events = [good(), ...bad, good(), { ...event(), timestamp: 'yesterday' }, good()]
  const { status, body } = await send(server, { events })
  expect(status).toBe(200)
  expect(body).toMatchObject({ accepted: 3, duplicates: 0 })
  expect(body.rejected?.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 8])
  for (const { code, message } of body.rejected ?? []) expect([code, message.length > 10]).toEqual(['invalid', true])
  expect(await stored('neighbour')).toHaveLength(3)
})
