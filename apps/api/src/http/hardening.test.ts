import { connect } from 'node:net'
import { createTestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { owner, startTestServer, type TestServer, writeKey } from '../testing/server.ts'
import { openStream } from '../testing/streams.ts'

// Short, so that tests need not wait; the product's are in `usualPatience`.
const patience = { headers: 900, request: 900, checkEvery: 50 }

let server: TestServer
/** The same, but for its patience: only for whoever is slow on purpose, as a busy machine makes everybody slow. */
let impatient: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer()
  impatient = await startTestServer(server.world, { patience })
  token = await server.signIn()
})
afterAll(async () => {
  await impatient[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const signIn = (to: TestServer, headers: Record<string, string> = {}) =>
  fetch(`${to.url}/trpc/auth.signIn`, {
    method: 'POST',
    body: JSON.stringify(owner),
    headers: { 'content-type': 'application/json', ...headers },
  })

/** Writes parts to a socket, and gives everything that came back until the server closed it. */
function overSocket({ url }: TestServer, parts: string[], pause = 0): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let said = ''
    let next = 0
    const write = () => {
      const part = parts[next++]
      if (part === undefined || socket.writableEnded || socket.destroyed) return
      socket.write(part)
      setTimeout(write, pause)
    }
    socket.setEncoding('utf8').on('data', text => {
      said += text
    })
    socket.on('connect', write)
    // A server that has had enough may reset the connection while we still write.
    socket.on('error', error => (Reflect.get(error, 'code') === 'ECONNRESET' ? undefined : reject(error)))
    socket.on('close', () => resolve(said))
  })
}

const post = (path: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}`

describe('every answer', () => {
  test.each([
    ['a procedure', '/trpc/auth.session'],
    ['a refused procedure', '/trpc/workspace.get'],
    ['a page', '/'],
    ['a plain route', '/health'],
    ['a missing file', '/missing.js'],
  ])('tells browsers what it may do: %s', async (_what, path) => {
    const { headers } = await fetch(`${server.url}${path}`)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'self';.*object-src 'none'/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'x-frame-options': 'SAMEORIGIN',
    })
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval|script-src|https?:|\*/)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
  })

  test('of a procedure is not kept by anybody', async () => {
    for (const path of ['auth.session', 'workspace.get', 'no.such']) {
      expect((await fetch(`${server.url}/trpc/${path}`)).headers.get('cache-control')).toBe('no-store')
    }
  })
})

describe('https', () => {
  test('is asked for ever after where it was used, as a trusted proxy says', async () => {
    const plain = await signIn(server)
    expect(plain.headers.get('strict-transport-security')).toBeNull()
    expect(plain.headers.get('set-cookie')).not.toContain('Secure')
    const secure = await signIn(server, { 'x-forwarded-proto': 'https' })
    expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    expect(secure.headers.get('set-cookie')).toMatch(/^qd_session=.*HttpOnly; Secure; SameSite=Lax/)
  })

  test('is also what PUBLIC_URL says, and its pages may call', async () => {
    const world = await createTestWorld({ publicUrl: 'https://deck.example' })
    await using encrypted = await startTestServer(world, { trustProxy: [] })
    const answer = await signIn(encrypted, { origin: 'https://deck.example' })
    expect([answer.status, answer.headers.get('strict-transport-security')]).toEqual([200, expect.any(String)])
    expect(answer.headers.get('set-cookie')).toContain('Secure')
    await world.close()
  })

  test('and the address of a caller are believed of a trusted proxy only', async () => {
    const world = await createTestWorld()
    await using direct = await startTestServer(world, { trustProxy: ['192.0.2.0/24'] })
    const answer = await signIn(direct, { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' })
    expect(answer.headers.get('strict-transport-security')).toBeNull()
    const rows = await world.database.run<{ ip: string }>('select distinct ip from sessions')
    expect(rows).toEqual([{ ip: '127.0.0.1' }])
    await world.close()
  })
})

describe('a cookie', () => {
  const change = (headers: Record<string, string>) =>
    fetch(`${server.url}/trpc/workspace.removeSample`, {
      method: 'POST',
      headers: { cookie: `qd_session=${token}`, 'content-type': 'application/json', ...headers },
      body: '{}',
    }).then(({ status }) => status)

  test.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['a program', {}, 200],
    ['a page of ours without an origin', { 'sec-fetch-site': 'same-origin' }, 200],
  ])('changes nothing for %s', async (_who, headers, status) => {
    expect(await change(headers)).toBe(status)
  })

  test('changes things for a page of ours', async () => {
    expect(await change({ origin: server.url, 'sec-fetch-site': 'same-origin' })).toBe(200)
  })
})

describe('what a client may take', () => {
  test.each([
    ['/v1/batch', 1_048_576],
    ['/trpc/auth.signIn', 2_097_152],
  ])('of memory: %s takes no body of more than %i bytes, whether it says so or not', async (path, limit) => {
    const head = `X-Write-Key: ${writeKey}\r\nConnection: close\r\n`
    expect(await overSocket(server, [post(path, `${head}Content-Length: ${limit + 1}\r\n\r\n`)])).toMatch(
      /^HTTP\/1.1 413/,
    )
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    const chunks = Array.from({ length: limit / 65_536 + 1 }, () => chunk)
    expect(await overSocket(server, [post(path, `${head}Transfer-Encoding: chunked\r\n\r\n`), ...chunks])).toMatch(
      /^HTTP\/1.1 413/,
    )
  })

  test('of memory: a head that does not end is refused', async () => {
    const answer = await overSocket(server, [`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n`])
    expect(answer).toMatch(/^HTTP\/1.1 431/)
  })

  test('of time: who sends its head byte by byte is cut off', async () => {
    const bytes = [...'GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: '].concat(Array.from({ length: 200 }, () => 'x'))
    expect(await overSocket(impatient, bytes, 20)).toMatch(/^HTTP\/1.1 408/)
  })

  test('of time: so is who never ends a body', async () => {
    const parts = [post('/v1/batch', 'Content-Length: 1000\r\n\r\n'), ...Array.from({ length: 200 }, () => ' ')]
    expect(await overSocket(impatient, parts, 20)).toMatch(/^HTTP\/1.1 408/)
  })

  test('of streams: a person holds twenty at most, for longer than any request may take, and one more for each that ends', async () => {
    const open = () => openStream(impatient.url, { authorization: `Bearer ${token}` })
    const streams = await Promise.all(Array.from({ length: 20 }, open))
    expect(streams.filter(({ first }) => first.includes('"ready"'))).toHaveLength(20)
    expect((await open()).first).toContain('TOO_MANY_REQUESTS')
    await new Promise(resolve => setTimeout(resolve, patience.request + 200))
    expect((await open()).first).toContain('TOO_MANY_REQUESTS')
    streams.pop()?.close()
    // The server learns of it a moment later.
    let opened = await open()
    while (!opened.first.includes('"ready"')) {
      await new Promise(resolve => setTimeout(resolve, 20))
      opened = await open()
    }
    for (const { close } of [...streams, opened]) close()
  })
})
