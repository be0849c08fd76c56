import { gzipSync } from 'node:zlib'
import { newId } from '@quarterdeck/core/kernel'
import { listRefused, pruneRefused } from '@quarterdeck/core/tracking'
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

describe('what is refused', () => {
  const day = 86_400_000
  const moved = (days: number) => new Date(Date.now() + days * day).toISOString()
  /** A key of its own, and what is known of what was refused of it. */
  async function sender() {
    const { createKey } = await import('@quarterdeck/core/identity')
    const name = `Sender ${newId()}`
    const { key } = await createKey(server.deps.db, server.scope, { name, scopes: ['ingest'] })
    const refused = async (days = 1) => {
      const { groups, samples } = await listRefused(server.deps, server.scope, { days })
      const own = (of: { keyName: string | null }) => of.keyName === name
      return { groups: groups.filter(own), samples: samples.filter(own) }
    }
    const counts = async (days?: number) =>
      Object.fromEntries((await refused(days)).groups.map(({ code, count }) => [code, count]))
    return { headers: { 'x-write-key': key }, refused, counts }
  }

  test('is counted by code in every spelling, with samples that say what was wrong and hold no value', async () => {
    const { headers, refused, counts } = await sender()
    const private_ = { userId: 'mei@example.com', properties: { card: '4111 1111 1111 1111' } }
    await send(
      server,
      { events: [event(), event({ ...private_, name: 'Order Placed', timestamp: moved(3) })] },
      headers,
    )
    await send(
      server,
      { events: [{ event_type: 'old_one', session_id: 's', timestamp: Date.now() - 40 * day }] },
      headers,
    )
    await send(server, { batch: [{ type: 'nonsense', userId: 'mei@example.com' }] }, headers)
    const track = JSON.stringify({
      type: 'track',
      event: 'huge',
      userId: 'u',
      properties: { text: 'x'.repeat(33_000) },
    })
    await post(`${server.url}/v1/track`, track, headers)
    await post(`${server.url}/v1/batch`, 'no JSON, mei@example.com', headers)
    await send(server, { events: [event({ name: 'mei@example.com', timestamp: 'x' })], sentAt: now() }, headers)
    expect(await counts()).toEqual({ too_new: 1, too_old: 1, invalid: 2, too_large: 1, unreadable: 1 })
    const { groups, samples } = await refused()
    for (const { advice, lastAt } of groups)
      expect([advice.length > 20, Date.parse(lastAt ?? '') > 0]).toEqual([true, true])
    expect(samples.find(({ code }) => code === 'too_new')).toMatchObject({
      ...{ index: 1, event: 'Order Placed', message: expect.stringContaining('a day ahead') },
      claimedAt: expect.stringMatching(/^20/),
      fields: ['id', 'name', 'timestamp', 'visitId', 'userId', 'properties'],
    })
    expect(samples.find(({ code }) => code === 'unreadable')).toMatchObject({ index: null, event: null, fields: [] })
    expect(JSON.stringify(samples)).not.toMatch(/mei@|4111|xxx/)
  })

  test('is counted whole and sampled in part, also of many requests at once and of bodies over the limit', async () => {
    const { headers, refused, counts } = await sender()
    const bad = Array.from({ length: 40 }, () => event({ name: '' }))
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(server, { events: [event(), ...bad] }, headers)),
    )
    for (const { body } of answers) expect([body.accepted, body.rejected?.length]).toEqual([1, 40])
    await post(`${server.url}/v1/batch`, ' '.repeat(1_048_577), headers)
    await send(server, { events: Array.from({ length: 1_001 }, () => event()) }, headers)
    expect(await counts()).toEqual({ invalid: 400, unreadable: 2 })
    expect((await refused()).samples).toHaveLength(5 + 2)
  })

  test('is forgotten after thirty days, and never makes a request fail', async () => {
    const { headers, counts } = await sender()
    const { database } = server.world
    await database.script('alter table refused_events rename to refused_events_gone')
    const answer = await send(server, { events: [event(), {}] }, headers)
    await database.script('alter table refused_events_gone rename to refused_events')
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, rejected: [{ index: 1 }] } })
    expect(await counts()).toEqual({})
    await send(server, { events: [{}] }, headers)
    await database.run("update refused_events set hour = hour - interval '29 days'")
    expect([await counts(), await counts(30)]).toEqual([{}, { invalid: 1 }])
    await pruneRefused(server.deps)
    expect(await counts(30)).toEqual({ invalid: 1 })
    await database.run("update refused_events set hour = hour - interval '2 days'")
    await pruneRefused(server.deps)
    expect(await database.run('select 1 from refused_events')).toEqual([])
  })
})
