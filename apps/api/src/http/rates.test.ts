import { makeLimits } from '@quarterdeck/core/kernel'
import { createTestWorld } from '@quarterdeck/core/testing'
import { testEngine } from '@quarterdeck/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { event, send } from '../testing/events.ts'
import { owner, startTestServer, startTwin, type TestServer } from '../testing/server.ts'
import { firstOfStream } from '../testing/streams.ts'

// Small figures, so that a test reaches them; the rules and their windows are the product's.
const small = { anonymous: 6, signedIn: 30, key: 12, streams: 3, ingest: 40 }
const limits = makeLimits((name, rule) => ({ ...rule, limit: Reflect.get(small, name) ?? rule.limit }))

let server: TestServer
let token: string
let minute = 0
beforeAll(async () => {
  server = await startTestServer(await createTestWorld({ limits }))
  token = await server.signIn()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await server.world.close()
})
// Each test in windows of its own, an hour apart; the sign-in session lives for thirty days.
beforeEach(() => server.world.setNow(new Date(Date.now() + ++minute * 3_600_000)))

interface Answer {
  status: number
  limit: string | null
  remaining: string | null
  reset: string | null
  retryAfter: string | null
  body: unknown
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  const header = (name: string) => response.headers.get(name)
  return {
    status: response.status,
    limit: header('ratelimit-limit'),
    remaining: header('ratelimit-remaining'),
    reset: header('ratelimit-reset'),
    retryAfter: header('retry-after'),
    body: await response.json(),
  }
}

const from = (ip: string, more: Record<string, string> = {}) => ({ headers: { 'x-forwarded-for': ip, ...more } })
const bearer = () => ({ authorization: `Bearer ${token}` })
const unknownLink = (base = server.url) => `${base}/trpc/workspace.get`

describe('requests without a session', () => {
  test('are counted by address, and told so in headers and in the shape of tRPC', async () => {
    const answers = []
    for (let turn = 0; turn < 7; turn++) answers.push(await ask(unknownLink(), from('203.0.113.1')))
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429])
    expect(answers[0]).toMatchObject({ limit: '6', remaining: '5', reset: '60', retryAfter: null })
    expect(answers[6]).toMatchObject({ limit: '6', remaining: '0', retryAfter: '60' })
    expect(answers[6]?.body).toMatchObject({
      error: { data: { code: 'TOO_MANY_REQUESTS', retryAfter: 60, requestId: expect.any(String) } },
    })
    expect(await ask(unknownLink(), from('203.0.113.2'))).toMatchObject({ status: 401, remaining: '5' })
    server.world.setNow(new Date(server.deps.clock.now().getTime() + 60_000))
    expect(await ask(unknownLink(), from('203.0.113.1'))).toMatchObject({ status: 401, remaining: '5' })
  })

  test('of one IPv6 customer are one, whatever the rest of the address', async () => {
    for (let turn = 0; turn < 6; turn++) await ask(unknownLink(), from(`2001:db8:1:2::${turn}`))
    expect(await ask(unknownLink(), from('2001:db8:1:2:ffff::'))).toMatchObject({ status: 429 })
    expect(await ask(unknownLink(), from('2001:db8:1:3::'))).toMatchObject({ status: 401 })
  })

  test('count one a procedure in a batch, which is refused whole', async () => {
    const batch = (count: number) =>
      `${server.url}/trpc/${Array.from({ length: count }, () => 'workspace.get').join(',')}?batch=1`
    expect(await ask(batch(4), from('203.0.113.3'))).toMatchObject({ remaining: '2' })
    const refused = await ask(batch(3), from('203.0.113.3'))
    expect(refused).toMatchObject({ status: 429, retryAfter: '60' })
    const shape = { error: { data: { code: 'TOO_MANY_REQUESTS' } } }
    expect(refused.body).toMatchObject([shape, shape, shape])
  })

  test('that only ask whether somebody is signed in cost nothing: an office may open its pages', async () => {
    for (let turn = 0; turn < 20; turn++) {
      expect(await ask(`${server.url}/trpc/auth.session`, from('203.0.113.4'))).toMatchObject({
        status: 200,
        limit: null,
      })
    }
    // With a token it is a guess.
    const guess = () => ask(`${server.url}/trpc/auth.session`, from('203.0.113.4', { authorization: 'Bearer guess' }))
    for (let turn = 0; turn < 6; turn++) expect(await guess()).toMatchObject({ status: 200 })
    expect(await guess()).toMatchObject({ status: 429 })
  })

  test('do not use up what the people behind the same address may', async () => {
    for (let turn = 0; turn < 8; turn++) await ask(unknownLink(), from('203.0.113.5'))
    expect(await ask(unknownLink(), from('203.0.113.5', bearer()))).toMatchObject({ status: 200, limit: '30' })
  })

  test('to plain routes are counted by class of routes', async () => {
    const portal = () => ask(`${server.url}/portal.json`, from('203.0.113.6'))
    for (let turn = 0; turn < 6; turn++) expect(await portal()).toMatchObject({ status: 200, limit: '6' })
    expect(await portal()).toMatchObject({ status: 429, retryAfter: '60', body: { error: 'limit_reached' } })
    const guess = () =>
      send(server, { events: [event()] }, { 'x-write-key': 'guess', 'x-forwarded-for': '203.0.113.6' })
    for (let turn = 0; turn < 6; turn++) expect(await guess()).toMatchObject({ status: 401 })
    expect(await guess()).toMatchObject({ status: 429 })
    // Whoever sends with a good key from there goes on.
    expect(await send(server, { events: [event()] }, { 'x-forwarded-for': '203.0.113.6' })).toMatchObject({
      status: 200,
    })
  })
})

describe('sign-in', () => {
  const signIn = (email: string, password: string, ip: string) =>
    ask(`${server.url}/trpc/auth.signIn`, {
      method: 'POST',
      body: JSON.stringify({ email, password }),
      headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
    })

  test('fails five times for an e-mail, and then waits, also with the right password', async () => {
    for (let turn = 0; turn < 5; turn++) {
      expect(await signIn(owner.email, 'wrong wrong wrong', `198.51.100.${turn}`)).toMatchObject({ status: 401 })
    }
    const refused = await signIn(owner.email, owner.password, '198.51.100.9')
    expect(refused).toMatchObject({ status: 429, retryAfter: '900', body: { error: { data: { retryAfter: 900 } } } })
    server.world.setNow(new Date(server.deps.clock.now().getTime() + 900_000))
    expect(await signIn(owner.email, owner.password, '198.51.100.9')).toMatchObject({ status: 200 })
  })

  test('fails five times from an address, whatever the e-mail', async () => {
    for (let turn = 0; turn < 5; turn++) {
      expect(await signIn(`x${turn}@example.com`, 'wrong', '198.51.100.20')).toMatchObject({ status: 401 })
    }
    expect(await signIn(owner.email, owner.password, '198.51.100.20')).toMatchObject({ status: 429 })
  })

  test('that succeeds is not counted', async () => {
    for (let turn = 0; turn < 6; turn++) {
      expect(await signIn(owner.email, owner.password, '198.51.100.30')).toMatchObject({ status: 200 })
    }
  })
})

test('a person is counted wherever they are, and live streams by themselves', async () => {
  const counted = []
  for (let turn = 0; turn < 31; turn++)
    counted.push((await ask(unknownLink(), from(`192.0.2.${turn}`, bearer()))).status)
  expect(counted).toEqual([...Array.from({ length: 30 }, () => 200), 429])
  const opened = []
  for (let turn = 0; turn < 4; turn++) opened.push(await firstOfStream(server.url, bearer()))
  expect(opened).toEqual([
    ...Array.from({ length: 3 }, () => expect.stringContaining('"ready"')),
    expect.stringContaining('TOO_MANY_REQUESTS'),
  ])
})

test('events are counted by key', async () => {
  const events = (count: number) => ({ events: Array.from({ length: count }, () => event()) })
  const first = await send(server, events(30))
  expect(first).toMatchObject({ status: 200, body: { accepted: 30 } })
  expect(first.headers.get('ratelimit-remaining')).toBe('10')
  const refused = await send(server, events(30))
  expect(refused).toMatchObject({ status: 429, body: { error: 'limit_reached' } })
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after')
  server.world.setNow(new Date(server.deps.clock.now().getTime() + 1_000))
  expect(await send(server, events(30))).toMatchObject({ status: 200 })
})

describe('two processes on one database', () => {
  beforeEach(context => context.skip(testEngine() !== 'postgres', 'needs two processes: Postgres only'))

  test('together let through exactly what is allowed', async () => {
    await using twin = await startTwin(server)
    const both = (index: number) => (index % 2 ? twin.url : server.url)
    const ofAddress = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(unknownLink(both(index)), from('203.0.113.77'))),
    )
    expect(ofAddress.filter(({ status }) => status !== 429)).toHaveLength(6)
    const ofPerson = await Promise.all(
      Array.from({ length: 80 }, (_, index) => ask(unknownLink(both(index)), { headers: bearer() })),
    )
    expect(ofPerson.filter(({ status }) => status === 200)).toHaveLength(30)
    const sent = await Promise.all(
      Array.from({ length: 40 }, (_, index) => send({ url: both(index) }, { events: [event(), event()] })),
    )
    expect(sent.filter(({ status }) => status === 200)).toHaveLength(20)
    const guesses = Array.from({ length: 16 }, (_, index) =>
      ask(`${both(index)}/trpc/auth.signIn`, {
        method: 'POST',
        body: JSON.stringify({ email: 'nobody@example.com', password: 'wrong' }),
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${100 + index}` },
      }),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter(status => status === 401)).toHaveLength(5)
    expect(statuses.filter(status => status === 429)).toHaveLength(11)
  })
})
