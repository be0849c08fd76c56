import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { owner, startTestServer, type TestServer, writeKey } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const origin = 'https://shop.example'

test('pages of other sites may call procedures with a token, never with a cookie', async () => {
  const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
  const preflight = await fetch(`${server.url}/trpc/auth.session`, { method: 'OPTIONS', headers: asked })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  const session = await fetch(`${server.url}/trpc/auth.session`, {
    headers: { origin, authorization: `Bearer ${await server.signIn()}` },
  })
  expect(await session.json()).toMatchObject({ result: { data: { person: { email: owner.email } } } })
  for (const { headers } of [preflight, session]) {
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.has('access-control-allow-credentials')).toBe(false)
  }
  const body = JSON.stringify(owner)
  const withoutToken = await fetch(`${server.url}/trpc/auth.signIn`, { method: 'POST', body, headers: { origin } })
  expect(withoutToken.status).toBe(403)
})

test('what begins a visit may be asked from other sites without a token, as long as no cookie comes along', async () => {
  const ask = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/trpc/${path}`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const visitor = await ask('auth.visitor', { writeKey })
  expect(visitor.status).toBe(200)
  expect(visitor.headers.get('access-control-allow-origin')).toBe('*')
  expect(visitor.headers.get('set-cookie')).toBeNull()
  // Refused for its hash, not for where it comes from.
  const user = { writeKey, userId: 'u-1', userHash: 'forged' }
  expect((await ask('auth.identifyVisitor', user)).status).toBe(401)
  const cookie = { cookie: `qd_session=${await server.signIn()}` }
  for (const path of ['auth.visitor', 'auth.identifyVisitor']) expect((await ask(path, user, cookie)).status).toBe(403)
  for (const path of [
    'auth.visitor,auth.signIn',
    'auth.signIn,auth.visitor',
    'auth.visitor%2Cauth.signIn',
    'auth.visitor/../auth.signIn',
    'auth.signUp',
    'constructor',
    '',
  ]) {
    const batch = await ask(`${path}?batch=1`, { 0: { writeKey }, 1: owner })
    expect(batch.status, path).toBe(403)
  }
})

test("the widget's files are for every page, and no other file is reached through them", async () => {
  for (const path of ['/widget/../quarterdeck.js', '/widget/%2e%2e%2fquarterdeck.js', '/widget/widget-NONE.js']) {
    const answer = await fetch(`${server.url}${path}`)
    expect(answer.status, `${path} ${await answer.text()} ${server.logged.join('')}`).toBe(404)
  }
  const script = await fetch(`${server.url}/widget.js`)
  // Built by `pnpm build`; where it was not, there is nothing more to see.
  expect(script.status).toBe(
    existsSync(new URL('../../../../packages/sdk/dist/widget.js', import.meta.url)) ? 200 : 404,
  )
  const name = /widget-[A-Z0-9]+\.js/.exec(await script.text())?.[0]
  if (!name) return
  const file = await fetch(`${server.url}/widget/${name}`)
  expect(file.headers.get('access-control-allow-origin')).toBe('*')
  expect(file.headers.get('cache-control')).toContain('immutable')
  expect(script.headers.get('cache-control')).toBe('no-cache')
})
