import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { owner, startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer()
  token = await server.signIn()
})
afterAll(() => server[Symbol.asyncDispose]())

const built = (path: string) => existsSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)))
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers })
const call = (path: string, input: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    // As tRPC's own client sends a call without input: its type, and no body.
    body: JSON.stringify(input) ?? null,
  })

/** A path as it is, dots and all, which `fetch` would tidy. */
const getRaw = (path: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    request({ hostname, port, path }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })

describe('errors', () => {
  test.each([
    ['GET', '/trpc/none.such', 404],
    ['GET', '/v1/nothing', 404],
    ['GET', '/v1/batch', 404],
    ['POST', '/', 404],
    ['PUT', '/health', 404],
    ['GET', '/missing.js', 404],
    ['GET', '/admin/missing.css', 404],
  ])('%s %s is %i as JSON, with the request id of its header', async (method, path, status) => {
    const response = await fetch(`${server.url}${path}`, { method })
    const text = await response.text()
    expect([response.status, text]).toEqual([status, expect.stringMatching(/^\{/)])
    expect(text).toContain(String(response.headers.get('x-request-id')))
    expect(text).not.toMatch(/stack|node_modules|\.ts:/)
  })

  test.each(['/%zz', '/%c0%ae%c0%ae/', '/admin/%'])('%s, which is no address, is refused with words', async path => {
    const { status, text } = await getRaw(path)
    expect([status, JSON.parse(text)]).toMatchObject([400, { message: expect.any(String) }])
  })

  test('one that nobody expected keeps its text in the log, under the id that the caller sees', async () => {
    await server.world.database.run('alter table issues rename to issues_gone')
    const response = await get('/trpc/issues.list', { authorization: `Bearer ${token}` })
    await server.world.database.run('alter table issues_gone rename to issues')
    const text = await response.text()
    const { error } = JSON.parse(text)
    expect([response.status, error.data.code]).toEqual([500, 'INTERNAL_SERVER_ERROR'])
    expect(text).not.toMatch(/issues_gone|select|relation|stack|node_modules/)
    expect(error.data.requestId).toBe(response.headers.get('x-request-id'))
    const [line = ''] = server.logged.filter(logged => logged.includes(error.data.requestId))
    expect(line).toContain('relation')
    expect(line).not.toContain(token)
  })

  test.each([
    ['a body that is not JSON', '{"email":'],
    ['an input of the wrong shape', '{"email":1}'],
    ['an array', '[]'],
  ])('%s is 400, field by field where there are fields', async (_what, body) => {
    const response = await fetch(`${server.url}/trpc/auth.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const { error } = (await response.json()) as { error: { data: { httpStatus: number; requestId: string } } }
    expect([response.status, error.data.httpStatus, typeof error.data.requestId]).toEqual([400, 400, 'string'])
  })

  test('more calls in one request than a screen needs, and bodies that are too large, are refused', async () => {
    const many = Array.from({ length: 51 }, () => 'auth.session').join()
    expect((await get(`/trpc/${many}?batch=1&input=%7B%7D`)).status).toBe(400)
    expect((await call('auth.signIn', { email: 'x'.repeat(3_000_000) })).status).toBe(413)
  })
})

describe('a session cookie', () => {
  const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? ''

  test('cannot be read by scripts nor sent by other sites, lasts, and goes at sign-out', async () => {
    const response = await call('auth.signIn', owner)
    const cookie = cookieOf(response)
    expect(cookie).toMatch(/^qd_session=[\w-]{20,};/)
    for (const flag of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Expires=']) expect(cookie).toContain(flag)
    expect(cookie).not.toContain('Secure')
    const session = cookie.split(';')[0] ?? ''
    expect((await get('/trpc/workspace.get', { cookie: session })).status).toBe(200)
    const out = await call('auth.signOut', undefined, { cookie: session })
    expect(cookieOf(out)).toMatch(/^qd_session=;.*(Expires=Thu, 01 Jan 1970|Max-Age=0)/)
    expect((await get('/trpc/workspace.get', { cookie: session })).status).toBe(401)
  })

  test('is for encrypted connections only, where the server is reached by one', async () => {
    const cookie = cookieOf(await call('auth.signIn', owner, { 'x-forwarded-proto': 'https' }))
    expect(cookie).toContain('Secure')
  })

  test('is not given for a wrong password', async () => {
    const response = await call('auth.signIn', { ...owner, password: 'wrong' })
    expect([response.status, cookieOf(response)]).toEqual([401, ''])
  })
})

describe('other origins', () => {
  const cookie = () => ({ cookie: `qd_session=${token}` })
  const detect = (headers: Record<string, string>) => call('issues.detect', undefined, headers)

  test.each(['https://evil.example', 'null', 'file://', 'nonsense', 'http://127.0.0.1:1'])(
    'a change from %s with a cookie is refused',
    async origin => {
      const response = await detect({ ...cookie(), origin })
      expect([response.status, await response.json()]).toMatchObject([403, { error: 'forbidden' }])
    },
  )

  test('from our own, from programs, and with a bearer token it is taken', async () => {
    expect((await detect({ ...cookie(), origin: server.url })).status).toBe(200)
    expect((await detect(cookie())).status).toBe(200)
    expect((await detect({ authorization: `Bearer ${token}`, origin: 'https://evil.example' })).status).toBe(200)
  })

  test('a GET changes nothing, and no other site may read what it answers', async () => {
    expect((await get('/trpc/issues.detect', cookie())).status).toBe(405)
    const read = await get('/trpc/workspace.get', { ...cookie(), origin: 'https://evil.example' })
    expect(read.headers.get('access-control-allow-origin')).toBeNull()
  })
})

test.each(['/', '/admin', '/health', '/trpc/auth.session', '/missing.js'])(
  '%s has the headers of safety',
  async path => {
    const { headers } = await get(path)
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(rule)
    }
    expect(policy).not.toContain('unsafe-eval')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
  },
)

describe('screens', () => {
  test.each([
    ['/admin', 'apps/desktop/out/renderer'],
    ['/admin/', 'apps/desktop/out/renderer'],
    ['/admin/issues/41?tab=chart', 'apps/desktop/out/renderer'],
    ['/', 'apps/web/dist'],
    ['/any/page', 'apps/web/dist'],
  ])('%s is a page of %s, or says that it has to be built', async (path, folder) => {
    const response = await get(path)
    const [type] = (response.headers.get('content-type') ?? '').split(';')
    const expected = built(`${folder}/index.html`) ? [200, 'text/html'] : [503, 'text/plain']
    expect([response.status, type]).toEqual(expected)
    const head = await fetch(`${server.url}${path}`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([response.status, ''])
  })

  test.each([
    '/../package.json',
    '/admin/../../../package.json',
    '/admin/..%2f..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '/apps/api/package.json',
    '/.git/HEAD',
  ])('%s gives no file of ours', async path => {
    const { status, text } = await getRaw(path)
    // At most the page that stands for every unknown address.
    expect(status >= 400 || /^<!doctype html>/i.test(text)).toBe(true)
    expect(text).not.toMatch(/"private"|^ref:/m)
  })

  test('the portal is told the public write key, which is the only secret it needs, and what the workspace is called now', async () => {
    const { writeKey } = server.installation
    expect(await (await get('/portal.json')).json()).toMatchObject({ writeKey })
    const owner = server.client({ authorization: `Bearer ${await server.signIn()}` })
    expect(await owner.workspace.update.mutate({ name: ' Elevated School ' })).toMatchObject({
      name: 'Elevated School',
    })
    const { workspaceId: id } = server.installation
    expect(await (await get('/portal.json')).json()).toMatchObject({ workspace: { id, name: 'Elevated School' } })
    await expect(owner.workspace.update.mutate({ name: ' ' })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
  })
})
