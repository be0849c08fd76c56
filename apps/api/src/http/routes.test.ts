import { createKey } from '@quarterdeck/core/identity'
import { type Deps, newId, sha256 } from '@quarterdeck/core/kernel'
import { createTestWorld } from '@quarterdeck/core/testing'
import type { ApiKeyScope } from '@quarterdeck/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event } from '../testing/events.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { firstOfStream } from '../testing/streams.ts'

// Procedures are walked in packages/trpc; here are the plain routes. One that is in no group fails the first test.

let server: TestServer
let deps: Deps
const callers: Record<string, Record<string, string>> = {}

const makeKey = async (...scopes: ApiKeyScope[]) =>
  (await createKey(deps.db, server.scope, { name: newId(), scopes })).key

beforeAll(async () => {
  // A secret is set, so that it is the missing signature that is refused.
  const secrets = [`whsec_${Buffer.from('a secret of the test').toString('base64')}`]
  const webhookSecrets = { clerk: secrets, email: secrets, github: secrets, twilio: secrets }
  server = await startTestServer(await createTestWorld({ webhookSecrets }))
  deps = server.deps
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const [session, expired, ended] = [await server.signIn(), await server.signIn(), await server.signIn()]
  await deps.database.run("update sessions set expires_at = now() - interval '1 second' where id = $1", [
    sha256(expired),
  ])
  await server.client(bearer(ended)).auth.signOut.mutate()
  const revoked = await makeKey('ingest')
  await deps.database.run('update api_keys set revoked_at = now() where hash = $1', [sha256(revoked)])
  Object.assign(callers, {
    nobody: {},
    'an invented token': bearer('invented'),
    'an invented key': { 'x-write-key': 'qd_invented' },
    'an expired session': bearer(expired),
    'an ended session': bearer(ended),
    'the owner': bearer(session),
    'the owner by cookie': { cookie: `qd_session=${session}` },
    'a revoked key': { 'x-write-key': revoked },
    'a key to read': bearer(await makeKey('read')),
    'a key to write': bearer(await makeKey('write')),
    'a key to webhooks': bearer(await makeKey('webhooks')),
    'a key to ingest': bearer(await makeKey('ingest')),
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await server.world.close()
})

/** What is built at the time, and what everybody may have. */
const open = [
  /^(HEAD|GET) \/(admin\/)?(assets\/.*|index\.html|icon\.svg)$/,
  /^(HEAD|GET) \/(health|portal\.json|sdk\.js|widget\.js|widget\/:name)$/,
]
const preflight = [/^OPTIONS \/v1\/\*$/]
/** For whoever has a key to ingest. */
const ingest = [/^POST \/v1\/(batch|import|track|page|screen|identify|group|alias)$/]
/** For whoever can sign; no token helps. */
const signed = [/^POST \/webhooks\/(:source|email|github|twilio\/status)$/]
/** Walked elsewhere, procedure by procedure. */
const procedures = [/^(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|\w+) \/trpc\/:path$/]
/** A procedure with a route of its own. */
const streams = [/^GET \/trpc\/live\.changes$/]
/** For whoever takes part in a conversation: apps/api/src/http/attachments.test.ts. */
const files = [/^POST \/v1\/attachments$/, /^(GET|HEAD|OPTIONS) \/attachments\/:id$/]
/** For whoever may change things: apps/api/src/http/essays.test.ts. */
const imports = [/^POST \/v1\/essays$/]
/** For staff who may write: apps/api/src/http/documents.test.ts. */
const documents = [/^POST \/v1\/documents$/, /^PUT \/v1\/documents\/:id$/]
/** For staff: apps/api/src/http/reports.test.ts. */
const reports = [/^(GET|HEAD) \/v1\/reports\/:id\.(md|html|pdf)$/]
const groups = [open, files, documents, reports, imports, preflight, ingest, signed, procedures, streams].flat()

/** `METHOD /path` for everything that the server answers to. */
function routes(): string[] {
  const lines = server.app.printRoutes({ commonPrefix: false }).split('\n')
  const above: string[] = []
  return lines.flatMap(line => {
    const [, branch = '', part = '', methods = ''] = /^(.*)── (\S+) \(([^)]+)\)/.exec(line) ?? []
    // A route below another is drawn four signs further in.
    const depth = Math.floor(branch.length / 4)
    const path = (depth > 0 ? (above[depth - 1] ?? '') : '') + (part === '*' ? '/v1/*' : part)
    above[depth] = path
    return methods.split(', ').flatMap(method => (method ? [`${method} ${path}`] : []))
  })
}

const routesOf = (group: RegExp[]) => routes().filter(route => group.some(pattern => pattern.test(route)))

async function ask(route: string, caller: string, body: unknown): Promise<number> {
  const [method = '', path = ''] = route.split(' ')
  const response = await fetch(`${server.url}${path.replace(':source', 'clerk').replace('*', 'batch')}`, {
    method,
    headers: { 'content-type': 'application/json', ...callers[caller] },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  return response.status
}

test('every route is in a group, and every group has routes', () => {
  expect(routes().filter(route => !groups.some(pattern => pattern.test(route)))).toEqual([])
  for (const group of [preflight, files, documents, reports, ingest, signed, procedures, streams])
    expect(routesOf(group)).not.toEqual([])
  expect(routesOf(ingest)).toHaveLength(8)
})

const streamed: Record<string, string> = {
  'the owner': 'ready',
  'the owner by cookie': 'ready',
  'a key to read': 'FORBIDDEN',
  'a key to write': 'FORBIDDEN',
  'a key to webhooks': 'FORBIDDEN',
  'a key to ingest': 'FORBIDDEN',
}

const answers: Record<string, { ingest: number; signed: number }> = {
  nobody: { ingest: 401, signed: 400 },
  'an invented token': { ingest: 401, signed: 400 },
  'an invented key': { ingest: 401, signed: 400 },
  'an expired session': { ingest: 401, signed: 400 },
  'an ended session': { ingest: 401, signed: 400 },
  'the owner': { ingest: 401, signed: 400 },
  'the owner by cookie': { ingest: 401, signed: 400 },
  'a revoked key': { ingest: 401, signed: 400 },
  'a key to read': { ingest: 403, signed: 400 },
  'a key to write': { ingest: 403, signed: 400 },
  'a key to webhooks': { ingest: 403, signed: 400 },
  'a key to ingest': { ingest: 200, signed: 400 },
}

test('who may have a live stream', async () => {
  for (const [caller, headers] of Object.entries(callers)) {
    const first = await firstOfStream(server.url, headers)
    const said = /"type":"(ready)"|"code":"([A-Z_]+)"/.exec(first)
    expect([caller, said?.[1] ?? said?.[2]]).toEqual([caller, streamed[caller] ?? 'UNAUTHORIZED'])
  }
})

describe('who may call a plain route', () => {
  test.each(Object.keys(answers))('%s', async caller => {
    const single = { userId: 'u', anonymousId: 'a', event: 'n', name: 'n', previousId: 'p', groupId: 'g' }
    for (const route of routesOf(ingest)) {
      const body = /batch|import/.test(route) ? { events: [event()] } : single
      expect([route, await ask(route, caller, body)]).toEqual([route, answers[caller]?.ingest])
    }
    for (const route of routesOf(signed)) {
      // Twilio sends forms: what comes as JSON is not even looked at.
      const status = route.includes('twilio') ? 415 : answers[caller]?.signed
      expect([route, await ask(route, caller, { type: 'user.created' })]).toEqual([route, status])
    }
  })
})

test('what is open says nothing of a workspace but its name and public key', async () => {
  const known = { writeKey: expect.any(String), workspace: { id: expect.any(String), name: expect.any(String) } }
  expect(await (await fetch(`${server.url}/portal.json`)).json()).toEqual(known)
  const health = await (await fetch(`${server.url}/health`)).text()
  expect(health).not.toContain(server.installation.workspaceId)
})
