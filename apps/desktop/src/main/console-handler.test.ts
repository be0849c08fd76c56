import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bodyOf, loopback } from '../testing/loopback.ts'
import { turningVault } from '../testing/vault.ts'
import { createConnectPage } from './connect-page.ts'
import { createConsoleHandler } from './console-handler.ts'
import { createProxy } from './proxy.ts'
import { openSessionKeeper } from './session-keeper.ts'
import { createStaticFiles } from './static-files.ts'

let folder = ''
let stream: ServerResponse | undefined
let streamClosed: Promise<void> | undefined
let server: Awaited<ReturnType<typeof loopback>>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qd-console-'))
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'renderer', 'index.html'), '<title>Console</title>')
  writeFileSync(join(folder, 'renderer', 'assets', 'a.js'), 'export {}')
  server = await loopback(async (request, response) => {
    if (request.url === '/health') {
      response.setHeader('content-type', 'application/json')
      return response.end('{"version":"1","database":"ok"}')
    }
    if (request.url?.startsWith('/trpc/live')) {
      stream = response
      streamClosed = new Promise(resolve => response.once('close', () => resolve()))
      return response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    }
    if (request.url === '/trpc/auth.signIn') response.setHeader('set-cookie', 'qd_session=t0ken; HttpOnly; Max-Age=60')
    response.setHeader('x-body', encodeURIComponent(await bodyOf(request)))
    response.writeHead(request.url === '/trpc/broken' ? 500 : 200).end('answer')
  })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

async function makeHandler(chosen: string | null = server.origin) {
  let current = chosen ?? undefined
  const session = await openSessionKeeper({
    file: join(folder, 'session'),
    vault: turningVault(true),
    onForgetful: () => {},
  })
  const handle = createConsoleHandler({
    server: () => current,
    files: createStaticFiles(join(folder, 'renderer')),
    proxy: createProxy({ session, fetch }),
    connect: createConnectPage({
      fetch,
      current: () => current,
      remembersSignIn: true,
      onChosen: async origin => {
        current = origin
        return 'quarterdeck://console/admin/issues/1'
      },
    }),
  })
  return {
    ask: (path: string, init?: RequestInit) => handle(new Request(`quarterdeck://console${path}`, init)),
    current: () => current,
  }
}

const post = (body: string): RequestInit => ({ method: 'POST', body })

test('files of the page, with index.html for its own routes', async () => {
  const { ask } = await makeHandler()
  for (const path of ['/admin', '/admin/', '/admin/issues/7', '/admin/index.html']) {
    const answer = await ask(path)
    expect(await answer.text()).toBe('<title>Console</title>')
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
  }
  const script = await ask('/admin/assets/a.js')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect((await ask('/admin/assets/gone.js')).status).toBe(404)
})

test.each([
  '/admin/..%2fsecret.txt',
  '/admin/../secret.txt',
  '/admin/%2e%2e/secret.txt',
  '/admin/..%5csecret.txt',
  '/admin/a%00.js',
  '/admin/%zz',
  '/other',
  '/administrator',
])('nothing outside the page’s folder: %s', async path => {
  const { ask } = await makeHandler()
  const answer = await ask(path)
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('secret')
})

test('another host of the scheme is not served', async () => {
  const handle = createConsoleHandler({
    server: () => undefined,
    files: async () => new Response('files'),
    proxy: async () => new Response('proxy'),
    connect: async () => new Response('connect'),
  })
  expect((await handle(new Request('quarterdeck://elsewhere/admin/'))).status).toBe(404)
})

test.each(['/trpc/a', '/v1/documents', '/attachments/1', '/health'])('the server answers %s', async path => {
  const handle = createConsoleHandler({
    server: () => server.origin,
    files: async () => new Response('files'),
    proxy: async () => new Response('proxy'),
    connect: async () => new Response('connect'),
  })
  expect(await (await handle(new Request(`quarterdeck://console${path}`))).text()).toBe('proxy')
})

test('the sign-in stays in the shell: the page never sees the cookie, the server always does', async () => {
  const { ask } = await makeHandler()
  const signIn = await ask('/trpc/auth.signIn', post('{"email":"a"}'))
  expect(signIn.headers.get('set-cookie')).toBeNull()
  expect(signIn.headers.get('x-body')).toBe(encodeURIComponent('{"email":"a"}'))
  await ask('/trpc/issues.list?input=%7B%7D', {
    headers: { cookie: 'qd_session=forged', origin: 'quarterdeck://console', 'x-workspace': 'w1' },
  })
  const [first, second] = server.seen
  expect(first?.headers.cookie).toBeUndefined()
  expect(second?.url).toBe('/trpc/issues.list?input=%7B%7D')
  expect(second?.headers).toMatchObject({ cookie: 'qd_session=t0ken', origin: server.origin, 'x-workspace': 'w1' })
})

test('the server’s own errors pass through; a server that is away is a 502', async () => {
  const { ask } = await makeHandler()
  expect((await ask('/trpc/broken')).status).toBe(500)
  const away = await makeHandler('http://127.0.0.1:1')
  const answer = await away.ask('/trpc/issues.list')
  expect(answer.status).toBe(502)
  expect(await answer.json()).toEqual({ message: 'http://127.0.0.1:1 does not answer' })
})

test('server-sent events arrive one by one, and letting go ends the request', async () => {
  const { ask } = await makeHandler()
  const answer = await ask('/trpc/live.changes')
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const reader = answer.body?.getReader()
  for (const text of ['data: one\n\n', 'data: two\n\n']) {
    stream?.write(text)
    // Would wait for ever if the answer were held back until its end.
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(text)
  }
  await reader?.cancel()
  await streamClosed
})

test('the connect page takes only a server of ours, and goes on to what was wanted', async () => {
  const { ask, current } = await makeHandler(null)
  expect((await ask('/trpc/auth.session')).status).toBe(502)
  expect(await (await ask('/connect')).text()).toContain('value="http://127.0.0.1:4400"')
  const form = (address: string) =>
    ask('/connect', post(new URLSearchParams({ address }).toString())).then(answer => answer.text())
  expect(await form('no address')).toContain('This is not an address')
  expect(await form('http://127.0.0.1:1')).toContain('does not answer')
  expect(await form('"><script>')).not.toContain('<script>')
  const stranger = await loopback((_, response) => response.end('{"hello":1}'))
  expect(await form(stranger.origin)).toContain('not as a Quarterdeck server')
  await stranger.close()
  expect(current()).toBeUndefined()
  expect(await form(`${server.origin}/admin`)).toContain('url=quarterdeck://console/admin/issues/1')
  expect(current()).toBe(server.origin)
})
